import { randomUUID } from 'node:crypto';
import '../../../functions/src/furnished.ts';
import type { EconomyConfig } from '../../../functions/src/contract.ts';
import { defaultEconomyConfig } from '../../../functions/src/contract.ts';
import { batchEvents as creditBatch } from '../../../functions/src/events/batchEvents.ts';
import { adReward, batchEvents } from '../../../functions/src/events/functions.ts';
import { resetDaily } from '../../../functions/src/events/resetDaily.ts';
import { sweepOutbox } from '../../../functions/src/events/sweepOutbox.ts';
import { Refused } from '../../../functions/src/kernel/decision.ts';
import { DAY_MS } from '../../../functions/src/kernel/time.ts';
import { health } from '../../../functions/src/ops/functions.ts';
import { Economy } from '../../../functions/src/platform/configuration/economy.ts';
import { adminFirestore } from '../../../functions/src/platform/runtime/firebase.ts';
import { transact } from '../../../functions/src/platform/storage/transaction.ts';
import type { Call } from '../../../functions/src/platform/transport/callable.ts';
import { createUser } from '../../../functions/src/users/createUser.ts';
import { countTraffic, observeFirestore } from '../../support/firestoreTraffic.ts';
import { relayAsRead, relayNow } from '../../support/relayNow.ts';
import { freshDevice } from '../../support/world.ts';

/**
 * One instance of the functions in a process of its own, for what one process cannot show: instances that race, that
 * are killed, that have another Redis or live in a project where nothing runs by itself. `instances.ts` starts it.
 */
export interface BatchOptions {
  readonly nowMs?: number;
  readonly config?: EconomyConfig;
  readonly correlationId?: string;
}

function callOf(uid: string, options: BatchOptions): Call {
  const { nowMs = Date.now(), config = defaultEconomyConfig, correlationId = randomUUID() } = options;
  const caller = { uid, role: undefined, permissions: [], signedInAtMs: nowMs };
  const economy = new Economy(0, config);
  return { uid, caller, nowMs, correlationId, address: '10.0.0.1', economy };
}

export const operations = {
  /** Days ago, where it is not said when: nobody earns for a time before there was an account. */
  async openAccount(options: BatchOptions = { nowMs: Date.now() - 10 * DAY_MS }): Promise<string> {
    const uid = `player-${randomUUID()}`;
    await transact((tx) => createUser(tx, callOf(uid, options), { deviceHash: freshDevice() }));
    return uid;
  },

  /** The use case, without the pipeline before it. */
  credit(uid: string, events: readonly unknown[], options: BatchOptions = {}) {
    return creditBatch(callOf(uid, options), { events: [...events] } as never);
  },

  /** The callable, with the whole pipeline. */
  send(uid: string, events: readonly unknown[]): Promise<unknown> {
    const auth = { uid, token: {} };
    return Promise.resolve(batchEvents.run({ data: { events }, auth, acceptsStreaming: false } as never));
  },

  async read(path: string): Promise<Record<string, unknown> | undefined> {
    return (await (await adminFirestore()).doc(path).get()).data();
  },

  async list(collection: string): Promise<Record<string, any>[]> {
    return (await (await adminFirestore()).collection(collection).get()).docs.map((found) => found.data());
  },

  async write(path: string, data: Record<string, unknown>): Promise<void> {
    await (await adminFirestore()).doc(path).set(data, { merge: true });
  },

  relayNow,
  relayAsRead,
  sweepOutbox,
  resetDaily,

  /** Leaves on a page what no relay can read. */
  async poison(path: string): Promise<void> {
    await (await adminFirestore()).doc(path).set({ outbox: ['poison'], outboxSince: new Date(0) }, { merge: true });
  },

  /** As many such pages, of players of their own, waiting for longer than all others. */
  async poisonMany(count: number): Promise<void> {
    const database = await adminFirestore();
    const batch = database.batch();
    for (let at = 0; at < count; at += 1) {
      const poison = { uid: `poison-${at}`, date: '2026-01-01', outbox: ['poison'], outboxSince: new Date(at) };
      batch.set(database.doc(`users/poison-${at}/days/2026-01-01`), poison);
    }
    await batch.commit();
  },

  /** What the health endpoint answers here, to whoever shows that as a header. */
  health: (authorization?: string) => fetched(health, '/health', { authorization }),
  /** What the ad network is answered here; `query` as it arrives. */
  adReward: (query: string) => fetched(adReward, `/adReward?${query}`),

  /** This process dies the moment the next commit is known to have succeeded, before our code hears of it. */
  dieAfterCommit: () => dieAt('received'),
  /** This process dies the moment before its next commit would be sent. */
  dieBeforeCommit: () => dieAt('sent'),
};

/** What an endpoint answers to a GET. */
function fetched(
  endpoint: typeof health,
  originalUrl: string,
  headers: Readonly<Record<string, string | undefined>> = {},
): Promise<{ status: number; body: any }> {
  return new Promise((resolve) => {
    const request = { get: (name: string) => headers[name], headers: {}, method: 'GET', originalUrl };
    let status = 0;
    const response = {
      status: (code: number) => {
        status = code;
        return response;
      },
      json: (body: unknown) => resolve({ status, body }),
      setHeader: () => response,
      set: () => response,
      on: () => response,
    };
    void endpoint(request as never, response as never);
  });
}

function dieAt(moment: 'sent' | 'received'): void {
  observeFirestore({ [moment]: (method: string) => (method === 'Commit' ? process.kill(process.pid, 'SIGKILL') : 0) });
}

export type Operations = typeof operations;
export type Request = { readonly id: number; readonly name: keyof Operations; readonly args: readonly unknown[] };

async function perform({ id, name, args }: Request): Promise<void> {
  const operation = operations[name] as (...all: readonly unknown[]) => unknown;
  const { result, traffic } = await countTraffic(() => outcomeOf(async () => operation(...args)));
  process.send?.({ id, traffic, ...result });
}

async function outcomeOf(work: () => Promise<unknown>): Promise<object> {
  try {
    return { value: await work() };
  } catch (error) {
    return { refused: codeOf(error), failure: error instanceof Error ? error.stack : String(error) };
  }
}

/** The catalogued code of a refusal, by the use case or, in its details, by the callable. */
function codeOf(error: unknown): string | undefined {
  if (error instanceof Refused) return error.error.code;
  const details = error instanceof Error && 'details' in error ? error.details : undefined;
  return typeof details === 'object' && details !== null && 'code' in details ? String(details.code) : undefined;
}

if (process.argv[1] === import.meta.filename) {
  process.on('message', (request: Request) => void perform(request));
  process.on('disconnect', () => process.exit());
}
