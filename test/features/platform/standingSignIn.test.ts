import assert from 'node:assert/strict';
import { adminAuth } from '../../../functions/src/platform/runtime/firebase.ts';
import { eventually } from '../../support/eventually.ts';
import { insist, send } from '../../support/keyed.ts';
import { claimsIn } from '../../support/tokens.ts';
import { freshDevice, type Player, world } from '../../support/world.ts';

/** Revokes, and then calls; tokens of the very second in which Auth revokes would still be good. */
async function refusedOnceRevoked(player: Player, name: string, input: Record<string, unknown>): Promise<unknown> {
  const { auth_time: signedInAt } = claimsIn(player.idToken);
  await eventually(async () => assert.ok(Date.now() >= (signedInAt + 1) * 1_000));
  await (await adminAuth()).revokeRefreshTokens(player.uid);
  const { error } = await send(player, name, input);
  assert.equal(error?.details.code, 'platform/signed-out');
  return error?.status;
}

const withdrawal = (player: Player) => ({
  amount: 500,
  method: 'paypal',
  paymentDetails: { email: 'player@example.org' },
  deviceHash: player.deviceHash,
});

describe('a sign-in that no longer stands', function () {
  this.timeout(60_000);

  it('ends what staff may do at once, although their token is still good', async () => {
    const admin = await world.staff('admin');
    const person = await world.visitor();
    const input = { uid: person.uid, role: null };
    await insist(admin, 'setRole', input);
    assert.equal(await refusedOnceRevoked(admin, 'setRole', input), 'UNAUTHENTICATED');
  });

  it('ends a role with the role, not with the token that still claims it', async () => {
    const [admin, fallen] = [await world.staff('admin'), await world.staff('support')];
    assert.equal((await fallen.call('listReviewQueue', {})).error, undefined);
    await insist(admin, 'setRole', { uid: fallen.uid, role: null });
    const { error } = await fallen.call('listReviewQueue', {});
    assert.equal(error?.details.code, 'platform/role-required');
  });

  it('ends with a user who is disabled or gone', async () => {
    const [disabled, gone] = [await world.staff('support'), await world.staff('support')];
    await (await adminAuth()).updateUser(disabled.uid, { disabled: true });
    await (await adminAuth()).deleteUser(gone.uid);
    for (const person of [disabled, gone]) {
      // The emulated Auth refuses these tokens by itself, as the real one does for users who are gone.
      const { error } = await person.call('listReviewQueue', {});
      assert.equal(error?.status, 'UNAUTHENTICATED');
    }
  });

  it('moves no money out, exports nothing and deletes nothing', async () => {
    const player = await world.player();
    const before = await player.stored();
    await refusedOnceRevoked(player, 'requestWithdrawal', withdrawal(player));
    await refusedOnceRevoked(player, 'deleteAccount', { confirm: 'DELETE' });
    const { error } = await player.call('exportMyData', {});
    assert.equal(error?.details.code, 'platform/signed-out');
    assert.deepEqual(await player.stored(), before);
  });

  it('is not asked for where a player merely plays', async () => {
    const player = await world.player();
    await (await adminAuth()).revokeRefreshTokens(player.uid);
    const { error } = await send(player, 'bindDevice', { deviceHash: freshDevice() });
    assert.equal(error, undefined);
  });
});
