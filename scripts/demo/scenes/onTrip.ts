import assert from 'node:assert/strict';
import { result, tell } from '../tell.ts';
import { until } from '../until.ts';
import { collect, sum } from '../watch.ts';
import type { Playing } from './onPlane.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;
const DAYS = 5;
const ADS_A_DAY = 12;
const PAID_ADS_A_DAY = 10;
const COINS_AN_AD = 5;

/** Days without a network, with more ads than a day pays for. */
export async function onTrip({ game, clock }: Playing): Promise<void> {
  tell(`The player comes home from ${DAYS} days without a network, with ${ADS_A_DAY} ads watched on each of them.`);
  const settled = collect(game);
  for (let daysAgo = DAYS; daysAgo > 0; daysAgo -= 1) {
    // Noon of that day, so that no story meets midnight.
    clock.nowMs = Date.now() - (Date.now() % DAY_MS) - daysAgo * DAY_MS + DAY_MS / 2;
    for (let seen = 0; seen < ADS_A_DAY; seen += 1) await game.record('AD_WATCHED', { adUnit: 'rewarded' });
  }
  clock.nowMs = Date.now();
  await game.flush();
  await until('all ads are settled', () => settled.length === DAYS * ADS_A_DAY);
  const refused = settled.filter(({ state }) => state === 'REJECTED');
  assert.equal(sum(settled), DAYS * PAID_ADS_A_DAY * COINS_AN_AD);
  assert.equal(refused.length, DAYS * (ADS_A_DAY - PAID_ADS_A_DAY));
  result(
    `Each day paid for ${PAID_ADS_A_DAY} of them, ${sum(settled)} coins; ${refused.length} were over the day's limit.`,
  );
}
