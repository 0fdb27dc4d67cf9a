import type { Tx } from '../platform/storage/transaction.ts';
import { type Conduct, conductDoc, FORMER_CONDUCT, formerConductDoc } from './store.ts';

/**
 * What staff know of an account's conduct. It once stood in `users/{uid}`, which its player reads; what still stands there
 * counts, and moves along with the next change.
 */
export async function conductOf(tx: Tx, uid: string): Promise<Conduct> {
  const former = await tx.get(formerConductDoc(uid));
  const own = await tx.get(conductDoc(uid));
  const conduct = own ?? { ...conductDoc(uid).fields.parse({}), frozenBy: former?.frozenBy ?? [] };
  return { ...conduct, chargebacks: Math.max(conduct.chargebacks, former?.chargebacks ?? 0) };
}

/** Changes it, and takes it out of the player's sight where it still was; it must have been read in this transaction. */
export async function changeConduct(tx: Tx, uid: string, change: Partial<Conduct>): Promise<void> {
  const { workAt, ...conduct } = { ...(await conductOf(tx, uid)), ...change };
  const { frozenBy, imposed } = conduct;
  tx.merge(conductDoc(uid), {
    ...conduct,
    frozenBy: [...frozenBy],
    imposed: imposed && { ...imposed },
    workAt: workAt === null ? null : new Date(workAt),
  });
  await tx.load([formerConductDoc(uid)]);
  await tx.drop(formerConductDoc(uid), FORMER_CONDUCT);
}

/** Takes off a closed account what is sealed there. */
export async function forgetRecord(tx: Tx, uid: string): Promise<void> {
  await tx.load([formerConductDoc(uid)]);
  await tx.drop(formerConductDoc(uid), ['sealed', 'placesUntil', ...FORMER_CONDUCT]);
}

/** Refunds and chargebacks on the account's record, for the rules of other domains. */
export async function chargebacksOf(tx: Tx, uid: string): Promise<number> {
  return (await conductOf(tx, uid)).chargebacks;
}
