/** Starts real suites for tests, with functions of a line and only the emulators that start fast. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { repositoryRoot } from '../../scripts/suite/paths.ts';
import { suiteIdVariable, suiteProcesses } from '../../scripts/suite/processTree.ts';

const scripts = join(repositoryRoot, 'scripts', 'suite');

export interface ScratchFunctions {
  readonly source: string;
  /** Puts a file beside the code. */
  readonly write: (file: string, text: string) => void;
  readonly remove: () => void;
}

/** A functions folder with this content; `remove` deletes it. */
export function scratchFunctions(code: string): ScratchFunctions {
  const source = mkdtempSync(join(tmpdir(), 'earnplay-functions-'));
  mkdirSync(join(source, 'lib'));
  writeFileSync(join(source, 'lib', 'index.js'), code);
  const manifest = { type: 'module', main: 'lib/index.js', engines: { node: '24' }, dependencies: {} };
  writeFileSync(join(source, 'package.json'), JSON.stringify(manifest));
  symlinkSync(join(repositoryRoot, 'functions', 'node_modules'), join(source, 'node_modules'));
  return {
    source,
    write: (file, text) => writeFileSync(join(source, 'lib', file), text),
    remove: () => rmSync(source, { recursive: true, force: true }),
  };
}

export class Launch {
  /** Every process of the launch carries it, as it would the id of a suite outside. */
  readonly id = randomUUID();
  readonly process: ChildProcess;
  /** Resolves with the status, null after a signal that was not handled. */
  readonly status: Promise<number | null>;
  output = '';
  errors = '';

  private constructor(script: string, emulators: string, source: string, command: readonly string[]) {
    const suites = [process.env[suiteIdVariable], this.id].filter((id) => id !== undefined).join(':');
    const own = { EARNPLAY_FUNCTIONS_SOURCE: source, EARNPLAY_EMULATORS: emulators, [suiteIdVariable]: suites };
    const child = spawn(process.execPath, [join(scripts, script), ...command], {
      env: { ...process.env, ...own },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.on('data', (chunk: Buffer) => {
      this.output += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      this.errors += chunk.toString();
    });
    this.process = child;
    this.status = new Promise((resolve) => child.once('close', resolve));
  }

  /** `npm run with-emulators -- <command>`. */
  static withEmulators(source: string, ...command: string[]): Launch {
    return new Launch('withEmulators.ts', 'functions,pubsub', source, command);
  }

  /** `npm start`. */
  static start(source: string): Launch {
    return new Launch('start.ts', 'functions,storage,hosting', source, []);
  }

  /** Deletes the logs that a suite keeps when its command fails. */
  removeLogs(): void {
    const folder = /^Logs of the suite: (.*)$/mu.exec(this.errors)?.[1];
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  }

  /** Resolves once the command has printed this; rejects when the launcher ends before. */
  async untilPrinted(text: string): Promise<void> {
    const printed = new Promise<void>((resolve) => {
      const look = () => this.output.includes(text) && resolve();
      this.process.stdout?.on('data', look);
      look();
    });
    const ended = this.status.then((status) => {
      throw new Error(`The launcher ended with ${status} before "${text}":\n${this.errors}`);
    });
    await Promise.race([printed, ended]);
  }
}

export function assertNothingLeft(suite: { id: string; folder: string }): void {
  assert.deepEqual(suiteProcesses(suite), [], 'no process is left');
  assert.ok(!existsSync(suite.folder), 'no file is left');
}
