import assert from 'node:assert/strict';
import { type DarkPerson, DarkWorld } from '../../support/darkWorld.ts';
import { demoSettings } from '../../support/demoSettings.ts';
import { freshKey } from '../../support/world.ts';
import { askFor, detailsOf, served, withdraw } from './asked.ts';

/** The first version is the one that every process of these tests has. */
const V1 = JSON.parse(demoSettings().PAYMENT_KEYS ?? '{}').keys.v1;
const V2 = 'cc'.repeat(32);
const ring = (current: string, keys: Record<string, string>) => ({ PAYMENT_KEYS: JSON.stringify({ current, keys }) });

describe('the keys that seal payment details', function () {
  this.timeout(120_000);
  let world: DarkWorld;
  let support: DarkPerson;

  before(async () => {
    world = await DarkWorld.open();
    support = await world.staff('support');
  });
  after(() => world.close());

  const sealed = async (withdrawalId: string): Promise<string> =>
    (await world.server.ask('read', `withdrawalFiles/${withdrawalId}`))?.sealedDetails;

  it('rotate: what is new is sealed under the new one, and what is old still opens', async () => {
    const [player, other] = [await world.earner(1_000), await world.earner(1_000)];
    const old = await withdraw(player);
    assert.match(await sealed(old), /^v1\./);
    const rotated = await world.another(ring('v2', { v1: V1, v2: V2 }));
    try {
      const { url } = rotated;
      const asked = await askFor(other, {}, { url });
      const { withdrawalId } = asked.result;
      assert.match(await sealed(withdrawalId), /^v2\./);
      for (const [payee, id] of [
        [player, old],
        [other, withdrawalId],
      ] as const) {
        const { error, result } = await served(() =>
          support.call('revealPaymentDetails', { withdrawalId: id }, { url }),
        );
        assert.deepEqual([error, result.paymentDetails], [undefined, detailsOf(payee)]);
      }
      const behind = await support.call('revealPaymentDetails', { withdrawalId });
      assert.deepEqual([behind.httpStatus, behind.error?.details.code], [400, 'withdrawals/key-missing']);
    } finally {
      await rotated.stop();
    }
  });

  it('that went missing are refused, and the withdrawal goes on where they are back', async () => {
    const player = await world.earner(1_000);
    const withdrawalId = await withdraw(player);
    const amnesiac = await world.another(ring('v2', { v2: V2 }));
    try {
      const { url } = amnesiac;
      const { error } = await support.call('revealPaymentDetails', { withdrawalId }, { url });
      assert.equal(error?.details.code, 'withdrawals/key-missing');
      assert.equal(amnesiac.logged('a key of payment details is missing')[0]?.keyVersion, 'v1');
      assert.deepEqual(await player.coins(), { available: 400, locked: 600 });
      const { result } = await support.call('revealPaymentDetails', { withdrawalId });
      assert.deepEqual(result.paymentDetails, detailsOf(player));
      const approved = await support.send('reviewWithdrawal', { withdrawalId, decision: 'approve' }, { url });
      assert.equal(approved.result.status, 'APPROVED');
    } finally {
      await amnesiac.stop();
    }
  });

  for (const [what, keys] of [
    ['none at all', { PAYMENT_KEYS: '' }],
    ['none of the current version', ring('v3', { v1: V1 })],
  ] as const) {
    it(`where there is ${what}, nothing is held, and the same request succeeds once there is`, async () => {
      const player = await world.earner(1_000);
      const keyless = await world.another(keys);
      try {
        const key = { idempotencyKey: freshKey() };
        const { error } = await askFor(player, key, { url: keyless.url });
        assert.equal(error?.details.code, 'withdrawals/key-missing');
        assert.deepEqual(await player.coins(), { available: 1_000, locked: 0 });
        const { result } = await askFor(player, key);
        assert.deepEqual([result.status, result.replayed], ['PENDING', false]);
      } finally {
        await keyless.stop();
      }
    });
  }

  it('open a text only where it was sealed: details moved to another withdrawal stay shut', async () => {
    const [mine, theirs] = [await withdraw(await world.earner(1_000)), await withdraw(await world.earner(1_000))];
    const sealedDetails = await sealed(theirs);
    await world.server.ask('write', `withdrawalFiles/${mine}`, { sealedDetails });
    const { error, result } = await support.call('revealPaymentDetails', { withdrawalId: mine });
    assert.deepEqual([error?.details.code, result], ['withdrawals/unreadable-details', {}]);
  });

  it('may be the wrong ones: that is said, and the coins return to a player who is then rejected', async () => {
    const player = await world.earner(1_000);
    const withdrawalId = await withdraw(player);
    const mistaken = await world.another(ring('v1', { v1: V2 }));
    try {
      const { url } = mistaken;
      const { error } = await support.call('revealPaymentDetails', { withdrawalId }, { url });
      assert.equal(error?.details.code, 'withdrawals/unreadable-details');
      assert.equal(mistaken.logged('payment details do not open')[0]?.keyVersion, 'v1');
      const decision = { withdrawalId, decision: 'reject', reason: 'details were lost' };
      const { result } = await support.send('reviewWithdrawal', decision, { url });
      assert.equal(result.status, 'REJECTED');
      assert.deepEqual(await player.coins(), { available: 1_000, locked: 0 });
    } finally {
      await mistaken.stop();
    }
  });

  it('are used for nothing but reveal, and each look is in the audit log before anything is shown', async () => {
    const payee = await world.earner(1_000);
    const withdrawalId = await withdraw(payee);
    const looks = async () => {
      const entries = (await world.server.ask('list', 'auditLog')).map(({ data }) => data);
      const mine = entries.filter(({ subject }) => subject === `withdrawals/${withdrawalId}`);
      return mine.map(({ action, actor }) => [action, actor]);
    };
    for (const step of ['reviewWithdrawal', 'completeWithdrawal']) {
      const decided = step === 'reviewWithdrawal' ? { decision: 'approve' } : { outcome: 'failed', reason: 'the bank' };
      const answer = await support.send(step, { withdrawalId, ...decided });
      assert.ok(!JSON.stringify(answer).includes(String(detailsOf(payee).email)));
    }
    const before = (await looks()).length;
    for (let look = 1; look <= 2; look += 1) {
      await support.call('revealPaymentDetails', { withdrawalId });
      assert.equal((await looks()).length, before + look);
      assert.deepEqual((await looks()).at(-1), ['revealPaymentDetails', support.uid]);
    }
    const admin = await world.staff('admin');
    assert.deepEqual(
      (await admin.call('revealPaymentDetails', { withdrawalId })).result.paymentDetails,
      detailsOf(payee),
    );
    const player = await world.player();
    const { error } = await player.call('revealPaymentDetails', { withdrawalId });
    assert.equal(error?.details.code, 'platform/role-required');
  });
});
