import { invariant } from '../kernel/assert.ts';
import type { Tx } from '../platform/storage/transaction.ts';
import type { Stats } from './statsRules.ts';
import { lifetimeDoc } from './store.ts';

/** What a player has done in a lifetime, for the rules of other domains. */
export async function lifetimeStats(tx: Tx, uid: string): Promise<Stats> {
  const activity = await tx.get(lifetimeDoc(uid));
  invariant(activity !== undefined, `no activity of ${uid}`);
  return activity.stats;
}
