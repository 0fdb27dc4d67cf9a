/**
 * The child process of {@link DarkServer}: all functions behind one HTTP server, and beside them what the platform would
 * otherwise do at moments of its own: relay, deliver, sweep, die.
 */
import './functionServerMain.ts';
import { concealedDoc } from '../../functions/src/events/store.ts';
import { sweepOutbox } from '../../functions/src/events/sweepOutbox.ts';
import { concealPlayer } from '../../functions/src/fraud/concealPlayer.ts';
import { forgetPlaces } from '../../functions/src/fraud/forgetPlaces.ts';
import { placesDoc } from '../../functions/src/fraud/store.ts';
import { sweepStandings } from '../../functions/src/fraud/sweepStandings.ts';
import { deliverEach } from '../../functions/src/platform/messaging/topics.ts';
import { adminFirestore } from '../../functions/src/platform/runtime/firebase.ts';
import { plainData } from '../../functions/src/platform/storage/plainData.ts';
import { readNow } from '../../functions/src/platform/storage/reader.ts';
import { sweepReferralCredits } from '../../functions/src/referrals/sweepReferralCredits.ts';
import { resumeDeletions } from '../../functions/src/users/finishDeletion.ts';
import { verifyUser } from '../../functions/src/wallet/verifyUser.ts';
import { countTraffic, observeFirestore, type Traffic } from './firestoreTraffic.ts';
import { relayNow } from './relayNow.ts';

/** How far this process is ahead of everybody else's time. */
const aheadMs = Number(process.env.DARK_CLOCK_AHEAD_MS ?? 0);
const RealDate = Date;

class DateAhead extends RealDate {
  constructor(...parts: unknown[]) {
    const given = parts.length === 0 ? [RealDate.now() + aheadMs] : parts;
    super(...(given as [number]));
  }
  static override now(): number {
    return RealDate.now() + aheadMs;
  }
}
if (aheadMs > 0) globalThis.Date = DateAhead as DateConstructor;

export interface Found {
  readonly path: string;
  readonly data: Record<string, any>;
}

let endCounting: (() => void) | undefined;
let counted: Promise<Traffic> | undefined;

export const tasks = {
  async read(path: string): Promise<Record<string, any> | undefined> {
    const data = (await (await adminFirestore()).doc(path).get()).data();
    return plainData(data) as Record<string, any> | undefined;
  },

  async write(path: string, data: Record<string, unknown>): Promise<void> {
    await (await adminFirestore()).doc(path).set(data, { merge: true });
  },

  async copy(from: string, to: string): Promise<void> {
    const database = await adminFirestore();
    await database.doc(to).set((await database.doc(from).get()).data() ?? {});
  },

  /** Lets an account have been created at another instant. */
  async age(path: string, createdAtMs: number): Promise<void> {
    await (await adminFirestore()).doc(path).update({ createdAt: new Date(createdAtMs) });
  },

  /** In the order in which they say that something happened, where they say so. */
  async list(collection: string): Promise<Found[]> {
    const { docs } = await (await adminFirestore()).collection(collection).get();
    const found = docs.map((one) => ({ path: one.ref.path, data: plainData(one.data()) as Record<string, any> }));
    return found.sort((one, other) => (one.data.at ?? 0) - (other.data.at ?? 0));
  },

  /** Every document of the project, wherever it stands. */
  async scan(): Promise<Found[]> {
    const database = await adminFirestore();
    const found: Found[] = [];
    const roots = [...(await database.listCollections())];
    for (let collection = roots.pop(); collection !== undefined; collection = roots.pop()) {
      for (const reference of await collection.listDocuments()) {
        const data = (await reference.get()).data();
        if (data !== undefined) found.push({ path: reference.path, data: plainData(data) as Record<string, any> });
        roots.push(...(await reference.listCollections()));
      }
    }
    return found;
  },

  /** A place as earlier versions knew it. */
  async knowPlace(uid: string, hash: string, seenAtMs: number): Promise<void> {
    const expireAt = new Date(Date.now() + 86_400_000);
    await (await adminFirestore()).doc(`risk/${uid}`).set({ addresses: [{ hash, seenAtMs }], expireAt });
  },
  /** What is sealed of a player. */
  async record(uid: string) {
    const [known, play] = await Promise.all([readNow(placesDoc(uid)), readNow(concealedDoc(uid))]);
    if (known === undefined || play === undefined) throw new Error(`nobody is ${uid}`);
    return { ...known, ...play };
  },
  forgetPlaces,
  conceal: (uid: string, dryRun: boolean) => concealPlayer(uid, Date.now(), dryRun),

  relayNow,
  sweepOutbox,
  sweepStandings,
  sweepReferralCredits,
  resumeDeletions,

  /** One delivery of a message, to everybody who consumes its topic or to one of them. */
  async deliver(message: { readonly type: string }, only?: string): Promise<void> {
    const [failed] = await deliverEach(message.type, message, only, Date.now());
    if (failed !== undefined) throw failed.error;
  },

  async verify(uid: string): Promise<readonly unknown[]> {
    return (await verifyUser(uid)).discrepancies;
  },

  /** This process dies at its next commit: before it is sent, or once it has succeeded and before our code hears of it. */
  async dieAt(moment: 'sent' | 'received'): Promise<void> {
    const die = (method: string) => (method === 'Commit' ? process.kill(process.pid, 'SIGKILL') : false);
    observeFirestore({ [moment]: die });
  },

  /** From here on, everything that is sent to Firestore is counted, until {@link tasks.counted} is asked for. */
  async count(): Promise<void> {
    const ended = new Promise<void>((resolve) => {
      endCounting = resolve;
    });
    counted = countTraffic(() => ended).then(({ traffic }) => traffic);
  },
  async counted(): Promise<Traffic | undefined> {
    endCounting?.();
    return counted;
  },
};

export type Tasks = typeof tasks;
export interface Order {
  readonly id: number;
  readonly task: keyof Tasks;
  readonly args: readonly unknown[];
}

async function perform({ id, task, args }: Order): Promise<void> {
  const work = tasks[task] as (...all: readonly unknown[]) => Promise<unknown>;
  try {
    process.send?.({ id, value: await work(...args) });
  } catch (error) {
    process.send?.({ id, failure: error instanceof Error ? error.stack : String(error) });
  }
}

process.on('message', (order: Order) => void perform(order));
