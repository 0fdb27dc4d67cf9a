import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { portOf } from './childPort.ts';

const MAIN = new URL('functionServerMain.ts', import.meta.url);

/**
 * The emulator and its functions take tokens as they are, and so do functions beside them that are told so. They would
 * otherwise ask whether the account still exists, which in production nobody does who only verifies a token.
 */
export const tokensAsTheyAre = {
  FIREBASE_DEBUG_MODE: 'true',
  FIREBASE_DEBUG_FEATURES: JSON.stringify({ skipTokenVerification: true }),
};

export interface LogEntry {
  readonly severity: string;
  readonly message: string;
  readonly [field: string]: unknown;
}

/**
 * The functions in a process of their own with other settings than the suite's, for what holds only under them: an
 * enforced App Check, a Redis that is away. Everything else (Firestore, Auth) is the suite's. Unlike in the emulator,
 * one process serves all calls, as an instance of Cloud Functions does.
 */
export class FunctionServer {
  readonly url: string;
  readonly logs: readonly LogEntry[];
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, port: number, logs: readonly LogEntry[]) {
    this.#child = child;
    this.url = `http://127.0.0.1:${port}`;
    this.logs = logs;
  }

  static async start(environment: Readonly<Record<string, string>> = {}): Promise<FunctionServer> {
    const settings = { APP_CHECK_ENFORCED: 'false', STAFF_MFA_REQUIRED: 'false', ECONOMY_CACHE_SECONDS: '60' };
    const env = { ...process.env, ...settings, ...environment };
    const child = fork(MAIN, { env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
    const logs: LogEntry[] = [];
    let complaints = '';
    child.stderr?.on('data', (text) => {
      complaints += text;
    });
    if (child.stdout !== null) createInterface(child.stdout).on('line', (line) => logs.push(...entryOf(line)));
    const port = await portOf(child, () => complaints);
    return new FunctionServer(child, port, logs);
  }

  logged(message: string): LogEntry[] {
    return this.logs.filter((entry) => entry.message === message);
  }

  async stop(): Promise<void> {
    if (!this.#child.kill('SIGKILL')) return;
    await once(this.#child, 'exit');
  }
}

function entryOf(line: string): LogEntry[] {
  if (!line.startsWith('{')) return [];
  const entry: LogEntry = JSON.parse(line);
  return [entry];
}
