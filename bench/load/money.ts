import { z } from 'zod';
import { freshKey } from '../../test/support/world.ts';
import type { Stage } from '../stage.ts';
import type { Calls } from './calls.ts';
import type { Gamer } from './gamer.ts';

/** What changes balances beside play: referrals and withdrawals, with what each of them must have come to. */
export const REFERRAL_COINS = 100;
export const GIVEN_COINS = 2_000;
export const WITHDRAWN_COINS = 600;

const played = z.object({ stats: z.record(z.string(), z.number()) });

/** Coins by an admin's posting and a history of play, so that the player may withdraw. */
export async function enableWithdrawal(stage: Stage, { player }: Gamer, calls: Calls): Promise<void> {
  const admin = await stage.admin();
  const posting = { uid: player.uid, currency: 'coins', amount: GIVEN_COINS, reason: 'coins for a load test' };
  const { error } = await calls.make(admin, 'adjustBalance', { ...posting, idempotencyKey: freshKey() });
  if (error !== undefined) throw new Error(`adjustBalance: ${JSON.stringify(error)}`);
  const { stats } = played.parse(await player.stored());
  await player.mend({ stats: { ...stats, gamesWon: 10, adsWatched: 50 } });
}

/** Asks twice at once with one key, again where neither was answered, and then once more with another key. */
export async function withdraw({ player }: Gamer, calls: Calls): Promise<void> {
  const { deviceHash } = player;
  const paymentDetails = { email: `${player.uid}@example.com` };
  const request = { amount: WITHDRAWN_COINS, method: 'paypal', paymentDetails, deviceHash };
  const ask = (idempotencyKey: string) => calls.make(player, 'requestWithdrawal', { ...request, idempotencyKey });
  const key = freshKey();
  const answers = await Promise.all([ask(key), ask(key)]);
  if (answers.every(({ error }) => error !== undefined)) answers.push(await ask(key));
  answers.push(await ask(freshKey()));
  const ids = new Set(answers.flatMap(({ result }) => result.withdrawalId ?? []));
  if (ids.size !== 1) calls.violations.push(`${player.uid} got ${ids.size} withdrawals instead of one`);
}

/** Claims a code, each attempt with the same key; whoever else writes to the account may be in the way for a while. */
export async function claim({ player }: Gamer, referralCode: string, calls: Calls): Promise<void> {
  const { deviceHash } = player;
  const request = { referralCode, deviceHash, idempotencyKey: freshKey() };
  for (let attempt = 1; attempt <= 4; attempt += 1) {
    const { error } = await calls.make(player, 'claimReferral', request);
    if (error === undefined) return;
  }
  calls.violations.push(`${player.uid} could not claim a code`);
}
