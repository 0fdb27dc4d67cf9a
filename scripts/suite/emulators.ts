/** Runs firebase-tools' emulators, quietly and offline, and tells when the functions are really loaded. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { stripVTControlCharacters } from 'node:util';
import { firebaseCli } from './paths.ts';
import { host, type Ports } from './ports.ts';
import { SuiteError } from './suiteError.ts';

const START_MS = 2 * 60 * 1000;
const START_WITH_DOWNLOAD_MS = 15 * 60 * 1000;
const POLL_MS = 100;
/** What is loaded into the emulators' process before them. */
const preloaded = { always: ['freshConnections.ts', 'lazySchemas.ts'], storage: ['deniedStorage.ts'] };

export type EmulatorOptions = {
  /** The emulators to start, as firebase-tools names them: "auth,functions". */
  readonly only: string;
  readonly config: string;
  readonly projectId: string;
  readonly folder: string;
  readonly logFolder: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly importFrom: string | undefined;
};

export type Emulators = { readonly child: ChildProcess; readonly logFile: string };

export function startEmulators(options: EmulatorOptions): Emulators {
  const { config, projectId, logFolder } = options;
  const logFile = join(logFolder, 'emulators.log');
  const log = openSync(logFile, 'a');
  const command = ['emulators:start', '--only', options.only, '--non-interactive'];
  const place = ['--config', config, '--project', projectId];
  const more = options.importFrom === undefined ? [] : ['--import', options.importFrom];
  const child = spawn(process.execPath, [...preloads(options.only), firebaseCli, ...command, ...place, ...more], {
    // firebase-tools writes its debug logs into the folder that it runs in.
    cwd: logFolder,
    env: { ...options.environment, ...quietEnvironment(options.folder) },
    stdio: ['ignore', log, log],
    // A group of its own, so that Ctrl-C in the terminal reaches only the launcher, which ends things in order.
    detached: true,
  });
  return { child, logFile };
}

function preloads(only: string): string[] {
  const files = [...preloaded.always, ...(only.split(',').includes('storage') ? preloaded.storage : [])];
  return files.flatMap((file) => ['--import', new URL(file, import.meta.url).href]);
}

/** No look at the network for news or updates, no shared files of other suites, and functions read through a file. */
function quietEnvironment(folder: string): Record<string, string> {
  const store = join(folder, 'config', 'configstore');
  const temporary = join(folder, 'tmp');
  mkdirSync(store, { recursive: true });
  mkdirSync(temporary, { recursive: true });
  writeFileSync(join(store, 'firebase-tools.json'), JSON.stringify({ usage: false, motd: { fetched: Date.now() } }));
  return {
    XDG_CONFIG_HOME: join(folder, 'config'),
    TMPDIR: temporary,
    NO_UPDATE_NOTIFIER: '1',
    NO_COLOR: '1',
    // By default the functions are discovered through a random port, which may be one of ours, within ten seconds.
    FIREBASE_FUNCTIONS_DISCOVERY_OUTPUT_PATH: 'true',
    FUNCTIONS_DISCOVERY_TIMEOUT: '60',
  };
}

/** Resolves with the number of functions once all emulators run and every function is registered. */
export async function untilReady(emulators: Emulators, ports: Ports, download: boolean): Promise<number> {
  const deadlineMs = Date.now() + (download ? START_WITH_DOWNLOAD_MS : START_MS);
  while (true) {
    const ended = emulators.child.exitCode !== null || emulators.child.signalCode !== null;
    const log = stripVTControlCharacters(readFileSync(emulators.logFile, 'utf8'));
    const failure = failureIn(log);
    if (failure !== undefined) throw new SuiteError(failure);
    if (ended) throw new SuiteError('The emulators ended while starting.');
    if (log.includes('All emulators ready!')) return await checkRegistered(log, ports);
    if (Date.now() > deadlineMs) throw new SuiteError('The emulators did not start in time.');
    await delay(POLL_MS);
  }
}

function failureIn(log: string): string | undefined {
  const load = /Failed to load function definition from source: ([^\n]*(?:\n(?!i |⚠ |✔ |⬢ )[^\n]*){0,15})/u.exec(log);
  if (load !== null) return `The functions could not be loaded: ${load[1]?.trim()}`;
  const port = /Could not start [^\n]*port taken[^\n]*/u.exec(log);
  return port?.[0];
}

async function checkRegistered(log: string, ports: Ports): Promise<number> {
  const loaded = /Loaded functions definitions from source: ([^\n]*)\.\s*$/mu.exec(log)?.[1] ?? '';
  const names = loaded.split(', ').filter((name) => name !== '');
  if (names.length === 0) throw new SuiteError('The functions were loaded, but they export no function.');
  for (const line of log.match(/^.*function ignored because.*$/gmu) ?? []) console.error(line);
  const response = await fetch(`http://${host}:${ports.functions}/backends`);
  const known = await response.text();
  const missing = names.filter((name) => !known.includes(`"${name}"`));
  if (missing.length > 0) throw new SuiteError(`Not registered with the functions emulator: ${missing.join(', ')}.`);
  return names.length;
}
