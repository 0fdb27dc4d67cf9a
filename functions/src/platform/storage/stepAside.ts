import { z } from 'zod';
import { DAY_MS, MINUTE_MS } from '../../kernel/time.ts';
import { adminFirestore } from '../runtime/firebase.ts';
import { describeError, log } from '../runtime/log.ts';
import { storedInstant } from './storedTypes.ts';

/**
 * A queue is read from its longest due entry on and never to its end, so an entry that cannot be handled would stand before
 * all others for ever. It steps aside: its own due date moves, farther each time, and what it was at first is kept beside it.
 */
export const asideFields = z.object({
  /** How often in a row it could not be handled. */
  times: z.int().min(1),
  /** Its due date before it first stepped aside. */
  since: storedInstant,
  /** The due date that it has got by that; with another one it stands in the queue anew. */
  dueAt: storedInstant,
});
export type Aside = z.output<typeof asideFields>;

/** For the field `aside` of an entry's schema. */
export const storedAside = asideFields.nullable().default(null).catch(null);

export interface Queue {
  /** What a document has while it is in the queue. */
  readonly where?: readonly [field: string, value: unknown];
  readonly dueField: string;
}

export interface Pace {
  readonly firstMs: number;
  readonly mostMs: number;
}

const PACE: Pace = { firstMs: 5 * MINUTE_MS, mostMs: DAY_MS };

/** Since when an entry with this due date has really been due. */
export function dueSince(dueAtMs: number, aside: Aside | null): number {
  return aside !== null && aside.dueAt === dueAtMs ? aside.since : dueAtMs;
}

/** As {@link stepAside}, for a sweep, which must go on whatever becomes of one entry: it then stays where it is. */
export async function tryToStepAside(path: string, queue: Queue, nowMs: number, pace = PACE): Promise<void> {
  try {
    await stepAside(path, queue, nowMs, pace);
  } catch (error) {
    log('ERROR', 'an entry could not step aside', { path, ...describeError(error) });
  }
}

/** Moves an entry behind what is due, if it still is due itself; it need not be readable as anything but an entry. */
export async function stepAside(path: string, queue: Queue, nowMs: number, pace = PACE): Promise<void> {
  const database = await adminFirestore();
  const reference = database.doc(path);
  await database.runTransaction(async (inner) => {
    const data = (await inner.get(reference)).data();
    const due = storedInstant.safeParse(data?.[queue.dueField]).data;
    const [field, value] = queue.where ?? [];
    const isQueued = field === undefined || data?.[field] === value;
    if (due === undefined || due > nowMs || !isQueued) return;
    const aside = storedAside.parse(data?.aside);
    const again = aside !== null && aside.dueAt === due;
    const times = again ? aside.times + 1 : 1;
    const dueAt = new Date(nowMs + Math.min(pace.mostMs, pace.firstMs * 2 ** (times - 1)));
    const moved = { times, since: new Date(dueSince(due, aside)), dueAt };
    inner.update(reference, { [queue.dueField]: dueAt, aside: moved });
  });
}
