import assert from 'node:assert/strict';
import { getAuth, signOut } from 'firebase/auth';
import type { Game } from '../../../client/src/index.ts';
import { result, tell } from '../tell.ts';
import { refusal } from './inviteFriend.ts';
import type { Playing } from './onPlane.ts';

/** The player takes the data along and leaves; coming back pays no bonus. */
export async function goodbye({ game, phone, uid }: Playing, friend: Game): Promise<void> {
  tell('The player takes along everything that is stored about the account, and deletes it.');
  const { documents } = await game.call.exportMyData({});
  const paths = Object.keys(documents);
  assert.ok(paths.includes(`users/${uid}`));
  const { status } = await game.call.deleteAccount({ confirm: 'DELETE' });
  result(`${paths.length} documents exported; ${status}. The ledger stays, with nobody's name on it.`);

  tell('The player comes back on the same phone with the friend’s code, for another bonus.');
  await signOut(getAuth(phone.app));
  const { referralCode } = await friend.signUp();
  const code = await refusal(() => game.signUp({ referralCode }));
  assert.equal(code, 'referrals/device-used');
  result(`Refused with ${code}: the phone has had its bonus.`);
  await game.close();
  await friend.close();
}
