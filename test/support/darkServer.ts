import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { portOf } from './childPort.ts';
import type { Tasks } from './darkServerMain.ts';
import { demoSettings } from './demoSettings.ts';
import { type LogEntry, tokensAsTheyAre } from './functionServer.ts';

const MAIN = new URL('darkServerMain.ts', import.meta.url);

const settingsOf = () => ({
  METADATA_SERVER_DETECTION: 'none',
  ECONOMY_CACHE_SECONDS: '0',
  REDIS_URL: '',
  ...demoSettings(),
});

type Reply = { id: number; value?: unknown; failure?: string };
type Result<Name extends keyof Tasks> = Awaited<ReturnType<Tasks[Name]>>;

/**
 * The functions in a process of their own and in a project of which the emulators know nothing else, so that no trigger
 * runs there and no other test is met: what the platform would do by itself, the test asks for.
 */
export class DarkServer {
  readonly url: string;
  readonly logs: string[];
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, (reply: Reply) => void>();
  #last = 0;

  private constructor(child: ChildProcess, port: number, logs: string[]) {
    this.#child = child;
    this.url = `http://127.0.0.1:${port}`;
    this.logs = logs;
    child.on('message', (reply: Reply) => this.#waiting.get(reply.id)?.(reply));
    child.once('exit', () => {
      for (const [id, settle] of this.#waiting) settle({ id, failure: 'the process has died' });
    });
  }

  static async start(project: string, environment: Readonly<Record<string, string>> = {}): Promise<DarkServer> {
    const env = { ...process.env, GCLOUD_PROJECT: project, ...tokensAsTheyAre, ...settingsOf(), ...environment };
    const child = fork(MAIN, { env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
    const logs: string[] = [];
    for (const stream of [child.stdout, child.stderr]) {
      if (stream !== null) createInterface(stream).on('line', (line) => logs.push(line));
    }
    const port = await portOf(child, () => logs.join('\n'));
    return new DarkServer(child, port, logs);
  }

  async ask<Name extends keyof Tasks>(task: Name, ...args: Parameters<Tasks[Name]>): Promise<Result<Name>> {
    this.#last += 1;
    const id = this.#last;
    const reply = await new Promise<Reply>((resolve) => {
      this.#waiting.set(id, resolve);
      if (this.#child.connected) this.#child.send({ id, task, args });
      else resolve({ id, failure: 'the process has died' });
    });
    this.#waiting.delete(id);
    if (reply.failure !== undefined) throw new Error(reply.failure);
    return reply.value as Result<Name>;
  }

  logged(message: string): LogEntry[] {
    const entries = this.logs.filter((line) => line.startsWith('{')).map((line): LogEntry => JSON.parse(line));
    return entries.filter((entry) => entry.message === message);
  }

  /** What ended the process, if it was not this. */
  async stop(): Promise<NodeJS.Signals | null> {
    const { signalCode } = this.#child;
    if (signalCode !== null) return signalCode;
    this.#child.kill('SIGKILL');
    await once(this.#child, 'exit');
    return null;
  }

  async died(): Promise<NodeJS.Signals | null> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) await once(this.#child, 'exit');
    return this.#child.signalCode;
  }
}
