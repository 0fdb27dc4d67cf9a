import { concealCounts, concealDays, showsCounts } from '../events/concealEarlier.ts';
import type { Economy } from '../platform/configuration/economy.ts';
import { currentEconomy } from '../platform/configuration/economyConfig.ts';
import { eraseDocument } from '../platform/storage/erasure.ts';
import { transactVerified } from '../platform/storage/optimistic.ts';
import type { Tx } from '../platform/storage/transaction.ts';
import { accountExists } from '../users/account.ts';
import { changeConduct } from './conduct.ts';
import { takeEarlierPlaces } from './places.ts';
import { formerConductDoc, riskDoc } from './store.ts';

/**
 * Moves what earlier versions left where the player reads it, and the places in `risk/{uid}`, into the sealed field of
 * `users/{uid}`. Play does that by itself; this is for whoever does not come back. Safe to stop anywhere and to repeat.
 * Answers how many documents had anything to move or to take off; with `dryRun` nothing is changed.
 */
export async function concealPlayer(uid: string, nowMs: number, dryRun: boolean): Promise<number> {
  const economy = await currentEconomy(nowMs);
  const account = await transactVerified((tx) => concealAccount(tx, uid, economy, dryRun));
  // Only once what it held is sealed.
  if (account.earlierPlaces && !dryRun) await eraseDocument(riskDoc(uid).path);
  const found = [account.readable, account.earlierPlaces].filter(Boolean).length;
  return found + (await concealDays(uid, nowMs, dryRun));
}

async function concealAccount(tx: Tx, uid: string, economy: Economy, dryRun: boolean) {
  if (!(await accountExists(tx, uid))) return { readable: false, earlierPlaces: false };
  const { chargebacks, frozenBy } = (await tx.get(formerConductDoc(uid))) ?? {};
  const showsConduct = chargebacks !== undefined || frozenBy !== undefined;
  const showsPlay = await showsCounts(tx, uid);
  const earlierPlaces = (await tx.get(riskDoc(uid))) !== undefined;
  if (!dryRun) {
    if (showsPlay) await concealCounts(tx, uid);
    if (showsConduct) await changeConduct(tx, uid, {});
    if (earlierPlaces) await takeEarlierPlaces(tx, uid, economy);
  }
  return { readable: showsPlay || showsConduct, earlierPlaces };
}
