import assert from 'node:assert/strict';
import { join } from 'node:path';
import { createEarnPlay, EarnPlayError, type Game } from '../../../client/src/index.ts';
import { fileStorage } from '../../../client/src/node.ts';
import type { Phone } from '../phone.ts';
import { result, tell } from '../tell.ts';
import { until } from '../until.ts';
import type { Playing } from './onPlane.ts';

const REWARD = 100;

/** A friend signs up with the player's code: both are paid, once. Answers the friend's game. */
export async function inviteFriend({ game, referralCode }: Playing, phone: Phone): Promise<Game> {
  tell(`A friend signs up on another phone with the code ${referralCode}.`);
  const before = game.balance.value.confirmed.coins.available;
  const friend = createEarnPlay(phone.app, { storage: fileStorage(join(phone.disk, 'disk')) });
  const account = await friend.signUp({ referralCode });
  assert.equal(account.balances.coins.available, REWARD, 'the friend is paid with the account');
  await until('the player is paid as well', () => game.balance.value.confirmed.coins.available === before + REWARD);
  result(`${REWARD} coins for each; the player's came as a message, and the listener shows them.`);

  tell('The friend tries the same code once more.');
  const code = await refusal(() => friend.call.claimReferral({ referralCode }));
  assert.equal(code, 'referrals/already-claimed');
  result(`Refused with ${code}.`);
  return friend;
}

/** The code with which a call is refused. */
export async function refusal(call: () => Promise<unknown>): Promise<string> {
  try {
    await call();
  } catch (error) {
    if (error instanceof EarnPlayError) return error.code;
    throw error;
  }
  return 'nothing';
}
