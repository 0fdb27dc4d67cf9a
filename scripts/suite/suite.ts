/**
 * A suite is everything that EarnPlay needs to run on one machine: the Firebase emulators with the functions, and Redis.
 * It owns one temporary folder, one set of ports and one id, and `stop` gives all of them back, whatever has happened.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { prepareFunctions } from './build.ts';
import { checkFunctions } from './checkFunctions.ts';
import { prepareEmulatorBinaries } from './emulatorBinaries.ts';
import { startEmulators, untilReady } from './emulators.ts';
import { siteFolder, writeFirebaseConfig } from './firebaseConfig.ts';
import { ensureJava, javaEnvironment } from './java.ts';
import { functionsFolder } from './paths.ts';
import { choosePorts, type Ports, releasePorts } from './ports.ts';
import { killSuiteProcesses } from './processTree.ts';
import { findRedisServer, redisRemedy, startRedis, writeRedisScript } from './redis.ts';
import type { Schedule } from './scheduler.ts';
import { buildSite } from './site.ts';
import { addresses, baseEnvironment, redisEnvironment } from './suiteEnvironment.ts';
import { SuiteError } from './suiteError.ts';

export const projectId = 'demo-earnplay';

/** A test of the launcher itself can do with fewer, which start sooner: EARNPLAY_EMULATORS=functions,pubsub. */
const allEmulators = 'auth,functions,firestore,pubsub';
const developmentEmulators = `${allEmulators},storage,hosting`;

export type SuiteOptions = {
  /** Reload functions and rules when they change, serve a page, and do without Redis where there is none. */
  readonly development: boolean;
  readonly importFrom: string | undefined;
};

export type RunningSuite = {
  readonly environment: NodeJS.ProcessEnv;
  readonly addresses: Record<string, string>;
  readonly functions: number;
  readonly schedules: readonly Schedule[];
  readonly redis: boolean;
  /** Rejects when the emulators end by themselves. */
  readonly ended: Promise<never>;
};

export class Suite {
  readonly id = randomUUID();
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), 'earnplay-')));
  readonly logFolder = join(this.folder, 'logs');
  #ports: Ports | undefined;
  readonly #guard: ChildProcess;

  constructor() {
    mkdirSync(this.logFolder);
    const guard = join(import.meta.dirname, 'guard.ts');
    this.#guard = spawn(process.execPath, [guard, this.id, this.folder], {
      stdio: ['pipe', 'ignore', 'ignore'],
      detached: true,
    });
    this.#guard.on('error', () => {});
    this.#guard.unref();
  }

  async start(options: SuiteOptions): Promise<RunningSuite> {
    const base = baseEnvironment(this.id, await ensureJava());
    const installed = await findRedisServer();
    if (installed === undefined && !options.development) throw new SuiteError(redisRemedy);
    const ports = await choosePorts();
    this.#ports = ports;
    const redis = installed === undefined ? undefined : writeRedisScript(installed, ports.redis, this.folder);
    const inner = { ...base, ...redisEnvironment(redis, ports) };
    const { download, environment } = prepareEmulatorBinaries(this.folder);
    if (options.development) await buildSite(join(this.folder, siteFolder));
    if (download) console.error('Downloading the emulators that no local Google Cloud SDK has (once).');
    const config = writeFirebaseConfig(this.folder, ports, options.development);
    await Promise.all([
      prepareFunctions(functionsOptions(options.development), join(this.folder, 'functions'), base),
      redis === undefined ? undefined : startRedis(redis, ports.redis, this.logFolder, base),
    ]);
    const { folder, logFolder } = this;
    const { importFrom } = options;
    const emulators = startEmulators({
      config,
      projectId,
      folder,
      logFolder,
      importFrom,
      only: process.env.EARNPLAY_EMULATORS ?? (options.development ? developmentEmulators : allEmulators),
      environment: { ...inner, ...javaEnvironment(), ...environment },
    });
    const [functions, schedules] = await Promise.all([
      untilReady(emulators, ports, download),
      checkFunctions(folder, projectId, inner),
    ]);
    const places = { ...addresses(ports, projectId, options.development), ...redisEnvironment(redis, ports) };
    return {
      environment: { ...inner, ...places },
      addresses: places,
      functions,
      schedules,
      redis: redis !== undefined,
      ended: endOf(emulators.child),
    };
  }

  /** Leaves no process, port or file behind; with `keepLogs`, returns a folder of the logs. */
  async stop(keepLogs: boolean): Promise<string | undefined> {
    const left = await killSuiteProcesses(this);
    if (left.length > 0) console.error(`These processes of the suite could not be ended: ${left.join(', ')}`);
    let kept: string | undefined;
    if (keepLogs && readdirSync(this.logFolder).length > 0) {
      kept = `${this.folder}-logs`;
      cpSync(this.logFolder, kept, { recursive: true });
    }
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 3 });
    if (this.#ports !== undefined) releasePorts(Object.values(this.#ports));
    this.#guard.kill('SIGKILL');
    return kept;
  }
}

function functionsOptions(development: boolean) {
  const given = process.env.EARNPLAY_FUNCTIONS_SOURCE;
  const build = given === undefined && process.env.EARNPLAY_SKIP_BUILD !== '1';
  return { source: given ?? functionsFolder, build, live: development };
}

async function endOf(child: ChildProcess): Promise<never> {
  await once(child, 'exit');
  throw new SuiteError('The emulators ended unexpectedly.');
}
