import { type ChildProcess, fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Traffic } from '../../support/firestoreTraffic.ts';
import type { Operations } from './instance.ts';

type Reply = { id: number; value: unknown; traffic: Traffic; refused?: string; failure?: string };
type Result<Name extends keyof Operations> = Awaited<ReturnType<Operations[Name]>>;
type Counted<Name extends keyof Operations> = { readonly value: Result<Name>; readonly traffic: Traffic };

/** A refusal that an instance answered, by its code. */
export class RefusedThere extends Error {
  readonly code: string;
  readonly traffic: Traffic;
  constructor(code: string, traffic: Traffic) {
    super(code);
    this.code = code;
    this.traffic = traffic;
  }
}

/** A project of which the emulators know nothing yet, and in which therefore no function is ever triggered. */
export function darkProject(): string {
  return `demo-dark-${randomBytes(4).toString('hex')}`;
}

/** The functions in a process of their own; see `instance.ts` for what it can be asked. */
export class Instance {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, (reply: Reply | Error) => void>();
  #last = 0;

  constructor(environment: Record<string, string> = {}) {
    // Nothing here runs on Google's machines, so nobody need look for their metadata server.
    const own = { APP_CHECK_ENFORCED: 'false', METADATA_SERVER_DETECTION: 'none', ECONOMY_CACHE_SECONDS: '60' };
    const env = { ...process.env, ...own, ...environment };
    this.#child = fork(join(import.meta.dirname, 'instance.ts'), {
      env,
      execArgv: ['--disable-warning=ExperimentalWarning'],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    this.#child.on('message', (reply: Reply) => this.#waiting.get(reply.id)?.(reply));
    this.#child.once('exit', () => {
      for (const settle of this.#waiting.values()) settle(new Error('the instance has died'));
    });
  }

  /** Runs an operation there; rejects where it was refused, failed, or the process died over it. */
  async ask<Name extends keyof Operations>(name: Name, ...args: Parameters<Operations[Name]>): Promise<Result<Name>> {
    return (await this.count(name, ...args)).value;
  }

  /** As {@link ask}, with all that it sent to Firestore. */
  async count<Name extends keyof Operations>(
    name: Name,
    ...args: Parameters<Operations[Name]>
  ): Promise<Counted<Name>> {
    this.#last += 1;
    const id = this.#last;
    const reply = await new Promise<Reply | Error>((resolve) => {
      this.#waiting.set(id, resolve);
      if (this.#child.connected) this.#child.send({ id, name, args });
      else resolve(new Error('the instance has died'));
    });
    this.#waiting.delete(id);
    if (reply instanceof Error) throw reply;
    if (reply.refused !== undefined) throw new RefusedThere(reply.refused, reply.traffic);
    if (reply.failure !== undefined) throw new Error(reply.failure);
    return { value: reply.value as Result<Name>, traffic: reply.traffic };
  }

  async end(): Promise<NodeJS.Signals | null> {
    if (this.#child.connected) this.#child.disconnect();
    if (this.#child.exitCode === null && this.#child.signalCode === null) await once(this.#child, 'exit');
    return this.#child.signalCode;
  }
}
