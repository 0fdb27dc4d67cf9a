import assert from 'node:assert/strict';
import { HOUR_MS } from '../../../functions/src/kernel/time.ts';
import { type DarkPerson, DarkWorld } from '../../support/darkWorld.ts';
import { eventually } from '../../support/eventually.ts';
import { freshKey } from '../../support/world.ts';
import { available, claim, codeOf, PATHS } from './claims.ts';

describe('the credit of a referrer', function () {
  this.timeout(120_000);
  let world: DarkWorld;

  before(async () => {
    world = await DarkWorld.open();
  });
  after(() => world.close());

  /** Messages about claims of this referrer's code, as often as they were published. */
  const toldOf = async (uid: string) => (await world.published()).filter(({ data }) => data.referrerUid === uid);
  const sweep = () => world.server.ask('sweepOutbox', Date.now() + HOUR_MS);
  const sweepCredits = () => world.server.ask('sweepReferralCredits', Date.now() + HOUR_MS);
  const messagesOf = (uid: string, atLeast: number) =>
    eventually(async () => {
      await sweep();
      const told = await toldOf(uid);
      assert.ok(told.length >= atLeast);
      return told as { type: string; uid: string }[];
    });

  for (const [way, send] of Object.entries(PATHS)) {
    it(`comes once of a claim through ${way}, however often and in whatever order it is told`, async () => {
      const referrer = await world.player();
      const code = await codeOf(referrer);
      const claimers: DarkPerson[] = [];
      for (let at = 0; at < 3; at += 1) {
        const claimer = way === 'createUser' ? await world.person() : await world.player();
        const { error, result } = await send(claimer, code);
        assert.deepEqual([error, result.balances.coins.available], [undefined, 100]);
        claimers.push(claimer);
      }
      assert.equal(await available(referrer), 0, 'nothing of the referrer is written by a claim');
      const messages = await messagesOf(referrer.uid, 3);
      for (const message of [...messages.toReversed(), ...messages, ...messages])
        await world.server.ask('deliver', message);
      assert.equal(await available(referrer), 300);
      assert.deepEqual(await referrer.discrepancies(), []);
      assert.equal((await referrer.inbox()).length, 3);
      for (const claimer of claimers) {
        assert.deepEqual(await claimer.discrepancies(), []);
        assert.equal((await claimer.stored()).referredBy, referrer.uid);
        const paid = await world.server.ask('read', `referralClaims/${claimer.uid}`);
        assert.deepEqual([paid?.status, paid?.waitingFor], ['PAID', null]);
      }
    });

    it(`comes where the process of ${way} died right after its commit`, async () => {
      const referrer = await world.player();
      const code = await codeOf(referrer);
      const claimer = way === 'createUser' ? await world.person() : await world.player();
      const key = { idempotencyKey: freshKey() };
      const doomed = await world.another();
      await doomed.ask('dieAt', 'received');
      await assert.rejects(send(claimer, code, key, { url: doomed.url }));
      assert.equal(await doomed.died(), 'SIGKILL');
      const { error, result } = await send(claimer, code, key);
      assert.deepEqual([error, result.replayed, result.balances.coins.available], [undefined, true, 100]);
      for (const message of await messagesOf(referrer.uid, 1)) await world.server.ask('deliver', message);
      assert.deepEqual([await available(referrer), await available(claimer)], [100, 100]);
    });
  }

  it('comes where the relay died between publishing and clearing, and is told again under the same id', async () => {
    const [referrer, claimer] = [await world.player(), await world.player()];
    await claim(claimer, await codeOf(referrer));
    const [page] = await world.server.ask('list', `users/${claimer.uid}/days`);
    const doomed = await world.another();
    await doomed.ask('dieAt', 'sent');
    await assert.rejects(doomed.ask('relayNow', page?.path ?? ''), /died/);
    const told = await messagesOf(referrer.uid, 3);
    assert.deepEqual(told.slice(1), [told[0], told[0]], 'by the call, by the relay that died, and by the sweep');
    for (const message of told) await world.server.ask('deliver', message);
    assert.equal(await available(referrer), 100);
  });

  it('comes once where the consumer died after its commit', async () => {
    const [referrer, claimer] = [await world.player(), await world.player()];
    await claim(claimer, await codeOf(referrer));
    const [message] = await messagesOf(referrer.uid, 1);
    assert.ok(message);
    const doomed = await world.another();
    await doomed.ask('dieAt', 'received');
    await assert.rejects(doomed.ask('deliver', message, 'creditReferrer'), /died/);
    assert.equal(await available(referrer), 100);
    await world.server.ask('deliver', message);
    assert.equal(await available(referrer), 100);
  });

  it('comes by the sweep where no message ever did, and then not by the message', async () => {
    const [referrer, claimer] = [await world.player(), await world.player()];
    await claim(claimer, await codeOf(referrer));
    await world.server.ask('sweepReferralCredits', Date.now());
    assert.equal(await available(referrer), 0, 'a message has two minutes');
    for (let again = 0; again < 2; again += 1) await world.server.ask('sweepReferralCredits', Date.now() + HOUR_MS);
    assert.equal(await available(referrer), 100);
    for (const message of await messagesOf(referrer.uid, 1)) await world.server.ask('deliver', message);
    assert.equal(await available(referrer), 100);
  });

  it('waits while the owner is frozen, keeps nobody else’s waiting, and comes once the owner is cleared', async () => {
    const [frozen, other] = [await world.player(), await world.player()];
    const code = await codeOf(frozen);
    await frozen.mend({ status: 'frozen' });
    const [told, untold, last] = [await world.player(), await world.player(), await world.player()];
    for (const claimer of [told, untold]) assert.equal((await claim(claimer, code)).error, undefined);
    await claim(last, await codeOf(other));
    const [message] = (await messagesOf(frozen.uid, 2)).filter(({ uid }) => uid === told.uid);
    assert.ok(message);
    for (let again = 0; again < 2; again += 1) await world.server.ask('deliver', message);
    await sweepCredits();
    assert.deepEqual([await available(frozen), await available(other)], [0, 100]);
    for (const { uid } of [told, untold]) {
      const held = await world.server.ask('read', `referralClaims/${uid}`);
      assert.deepEqual([held?.status, held?.waitingFor], ['HELD', frozen.uid]);
    }
    await sweepCredits();
    await frozen.mend({ status: 'active' });
    for (let again = 0; again < 2; again += 1) await sweepCredits();
    assert.equal(await available(frozen), 200);
    assert.deepEqual(await frozen.discrepancies(), []);
    assert.equal((await world.server.ask('read', `heldReferrers/${frozen.uid}`))?.status, 'FREE');
  });

  for (const end of ['banned', 'deleted']) {
    it(`never comes where the owner is ${end}, whether it was held before or not`, async () => {
      const owner = await world.player();
      const code = await codeOf(owner);
      const [before, after] = [await world.player(), await world.player()];
      await owner.mend({ status: 'frozen' });
      await claim(before, code);
      await sweepCredits();
      await claim(after, code);
      await owner.mend({ status: end });
      for (let again = 0; again < 2; again += 1) await sweepCredits();
      await owner.mend({ status: 'active' });
      await sweepCredits();
      assert.equal(await available(owner), 0);
      for (const { uid } of [before, after]) {
        const gone = await world.server.ask('read', `referralClaims/${uid}`);
        assert.deepEqual([gone?.status, gone?.waitingFor], ['VOID', null]);
      }
    });
  }

  it('waits for nobody who deletes the account meanwhile', async () => {
    const [owner, claimer] = [await world.player(), await world.player()];
    await claim(claimer, await codeOf(owner));
    await owner.insist('deleteAccount', { confirm: 'DELETE' });
    const claimed = await world.server.ask('read', `referralClaims/${claimer.uid}`);
    assert.deepEqual([claimed?.status, claimed?.waitingFor], ['VOID', null]);
  });

  it('is for one of two codes that a player claims at once', async () => {
    const [left, right, claimer] = [await world.player(), await world.player(), await world.player()];
    const codes = [await codeOf(left), await codeOf(right)];
    const answers = await Promise.all(codes.map((code) => claim(claimer, code)));
    const outcomes = answers.map(({ error }) => error?.details.code ?? 'ok').sort();
    assert.deepEqual(outcomes, ['ok', 'referrals/already-claimed']);
    assert.equal(await available(claimer), 100);
    await eventually(async () => {
      await world.pump();
      const credits = [await available(left), await available(right)];
      assert.deepEqual(credits.sort(), [0, 100]);
    });
    const { referredBy } = await claimer.stored();
    const winner = answers[0]?.error === undefined ? left : right;
    assert.deepEqual([referredBy, await available(winner)], [winner.uid, 100]);
  });
});
