import { sumAmounts } from '../kernel/money.ts';
import { DAY_MS } from '../kernel/time.ts';
import type { Tx } from '../platform/storage/transaction.ts';
import { addDone, ofLastDay } from './secondPersonRules.ts';
import { doneAloneDoc } from './store.ts';

/** Who did how much of what: an action is counted by itself, over everybody whom it was done to. */
export interface Doing {
  readonly uid: string;
  readonly action: string;
  readonly nowMs: number;
}

/** All that this person did alone within the last 24 hours, in minor units. */
export async function doneAlone(tx: Tx, { uid, action, nowMs }: Doing): Promise<number> {
  const done = (await tx.get(doneAloneDoc(action, uid)))?.done ?? [];
  return sumAmounts(ofLastDay(done, nowMs).map(({ amount }) => amount));
}

/** Counts it, in the transaction of the action itself: of two at once, the second one sees the first. */
export async function countDoneAlone(tx: Tx, { uid, action, nowMs }: Doing, amount: number): Promise<void> {
  const doc = doneAloneDoc(action, uid);
  const earlier = ofLastDay((await tx.get(doc))?.done ?? [], nowMs);
  const done = addDone(earlier, { atMs: nowMs, amount });
  tx.merge(doc, { done: [...done], expireAt: new Date(nowMs + DAY_MS) });
}
