import { utcDay } from '../kernel/time.ts';
import type { Economy } from '../platform/configuration/economy.ts';
import { currentEconomy } from '../platform/configuration/economyConfig.ts';
import { adminFirestore } from '../platform/runtime/firebase.ts';
import { inParallel } from '../platform/runtime/parallel.ts';
import { transactOptimistically } from '../platform/storage/optimistic.ts';
import { DOCUMENT_ID } from '../platform/storage/reader.ts';
import { ifReadable } from '../platform/storage/sealedFields.ts';
import { dropOldPlaces } from './places.ts';

/**
 * Forgets addresses for good once they are too old to be compared with: of whoever plays, the next batch does it, and of
 * whoever does not, nobody else would. One whose record no key opens is passed over, and met again tomorrow.
 */
const USERS_A_ROUND = 200;
const MAX_ROUNDS = 2_000;
const USERS_AT_ONCE = 20;

export interface ForgetSummary {
  readonly forgotten: number;
  /** Whose record no key opens. */
  readonly unreadable: number;
}

export async function forgetPlaces(nowMs: number): Promise<ForgetSummary> {
  const economy = await currentEconomy(nowMs);
  const due = (await adminFirestore())
    .collection('users')
    .where('placesUntil', '<', utcDay(nowMs))
    .orderBy('placesUntil')
    .orderBy(DOCUMENT_ID)
    .limit(USERS_A_ROUND)
    .select('placesUntil');
  let [forgotten, unreadable] = [0, 0];
  let page = due;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const { docs } = await page.get();
    await inParallel(docs, USERS_AT_ONCE, async ({ id }) => {
      if (await forgetPlacesOf(id, nowMs, economy)) forgotten += 1;
      else unreadable += 1;
    });
    const last = docs.at(-1);
    if (last === undefined || docs.length < USERS_A_ROUND) break;
    page = due.startAfter(last.get('placesUntil'), last.id);
  }
  return { forgotten, unreadable };
}

async function forgetPlacesOf(uid: string, nowMs: number, economy: Economy): Promise<boolean> {
  const done = await transactOptimistically((tx) => ifReadable(dropOldPlaces(tx, uid, nowMs, economy)));
  return done !== undefined;
}
