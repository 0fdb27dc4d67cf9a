import assert from 'node:assert/strict';
import { growOlder } from '../../suite/growOlder.ts';
import { result, tell } from '../tell.ts';
import { until } from '../until.ts';
import { collect, sum } from '../watch.ts';
import type { Playing } from './onPlane.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;
/** So many that these ads fill no batch, which would go out with a clock that is days behind. */
const DAYS = 4;
const ADS_A_DAY = 12;
const PAID_ADS_A_DAY = 10;
const ADS_AT_HOME = PAID_ADS_A_DAY;
const COINS_AN_AD = 5;

/** Days without a network, with more ads than a day pays for. */
export async function onTrip({ game, clock, uid }: Playing): Promise<void> {
  tell(
    `The player comes home from ${DAYS} days without a network, with ${ADS_A_DAY} ads watched on each, and watches ${ADS_AT_HOME} more.`,
  );
  // The story has known the player for minutes, and nobody earns for days before there was an account.
  await growOlder(uid, (DAYS + 2) * DAY_MS);
  const settled = collect(game);
  for (let daysAgo = DAYS; daysAgo > 0; daysAgo -= 1) {
    // Noon of that day, so that no story meets midnight.
    clock.nowMs = Date.now() - (Date.now() % DAY_MS) - daysAgo * DAY_MS + DAY_MS / 2;
    for (let seen = 0; seen < ADS_A_DAY; seen += 1) await game.record('AD_WATCHED', { adUnit: 'rewarded' });
  }
  clock.nowMs = Date.now();
  for (let seen = 0; seen < ADS_AT_HOME; seen += 1) await game.record('AD_WATCHED', { adUnit: 'rewarded' });
  await game.flush();
  await until('all ads are settled', () => settled.length === DAYS * ADS_A_DAY + ADS_AT_HOME);
  const refused = settled.filter(({ state }) => state === 'REJECTED');
  assert.equal(sum(settled), (DAYS * PAID_ADS_A_DAY + ADS_AT_HOME) * COINS_AN_AD);
  assert.equal(refused.length, DAYS * (ADS_A_DAY - PAID_ADS_A_DAY));
  result(
    `Each day paid for ${PAID_ADS_A_DAY} of them, ${sum(settled)} coins; ${refused.length} were over the day's limit.`,
  );
}
