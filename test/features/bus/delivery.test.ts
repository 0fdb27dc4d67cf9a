import assert from 'node:assert/strict';
import { type DarkPerson, DarkWorld } from '../../support/darkWorld.ts';
import { eventually } from '../../support/eventually.ts';
import { deliverThere } from '../../support/quietProject.ts';
import { type Told, withdrawalUpdated } from './envelopes.ts';

const GIVEN_UP = {
  CloudPubSubDeadLetterSourceSubscription: 'eventarc-us-central1-onwithdrawalupdated-816247-sub-403',
  CloudPubSubDeadLetterSourceDeliveryCount: '10',
};

describe('a topic’s one function', function () {
  this.timeout(120_000);
  let world: DarkWorld;

  before(async () => {
    world = await DarkWorld.open();
  });
  after(() => world.close());

  const list = (collection: string) => world.server.ask('list', collection);
  const deliver = (message: Told) => deliverThere(world.server, message.type, message);
  const auditsOf = async (subject: string) => (await list('auditLog')).filter(({ data }) => data.subject === subject);
  const lettersOf = async ({ eventId }: Told) => {
    const letters = (await list('deadLetters')).map(({ data }) => data);
    return letters.filter(({ message }) => message.includes(eventId)).map(({ consumer, deaths }) => [consumer, deaths]);
  };
  const kindsIn = async (person: DarkPerson) => (await person.inbox()).map(({ data }) => data.kind);

  async function counted(message: Told) {
    await world.server.ask('count');
    assert.equal(await deliver(message), true);
    return (await world.server.ask('counted')) ?? assert.fail();
  }

  /** Somebody has claimed a referrer’s code, and the message of it has not been delivered yet. */
  async function claimed(): Promise<{ readonly referrer: DarkPerson; readonly message: Told }> {
    const [referrer, claimer] = [await world.player(), await world.player()];
    const { referralCode } = await referrer.stored();
    await claimer.insist('claimReferral', { referralCode, deviceHash: claimer.deviceHash });
    const message = await eventually(async () => {
      const told = (await world.published()).find(
        ({ uid, type }) => uid === claimer.uid && type === 'referral.claimed',
      );
      return told ?? assert.fail('not published');
    });
    return { referrer, message };
  }

  it('writes what its consumers change and nothing beside it, and for a copy nothing at all', async () => {
    const { uid } = await world.player();
    const message = withdrawalUpdated(uid);
    const first = await counted(message);
    const [entry, line, ...more] = first.written.toSorted();
    assert.match(entry ?? '', /^auditLog\//);
    assert.ok(line?.startsWith(`users/${uid}/inbox/`));
    assert.deepEqual(more, []);
    // The entry, the line, and whether whom both are about is still there.
    assert.equal(first.read.length, 4);
    const again = await counted(message);
    assert.deepEqual([again.written, again.read.toSorted()], [[], [entry, `users/${uid}`, line]]);
    assert.deepEqual(await list('consumed'), []);
  });

  it('has consumers of one player’s documents side by side, of which none costs another an attempt', async () => {
    const { referrer, message } = await claimed();
    const first = await counted(message);
    const expected = ['auditLog/', 'referralClaims/', `users/${referrer.uid}`, `${referrer.uid}/days/`, '/inbox/'];
    assert.deepEqual([first.written.length, new Set(first.written).size], [expected.length, expected.length]);
    for (const part of expected)
      assert.ok(
        first.written.some((path) => path.includes(part)),
        part,
      );
    const again = await counted(message);
    assert.deepEqual([again.written, again.queried], [[], []]);
    assert.equal((await referrer.coins()).available, 100);
  });

  it('has each effect once, however many copies come at the same time', async () => {
    const { referrer, message } = await claimed();
    const taken = await Promise.all(Array.from({ length: 4 }, () => deliver(message)));
    // Where too many meet, Pub/Sub brings the message again, and so does this.
    for (const one of taken) if (!one) assert.equal(await deliver(message), true);
    assert.deepEqual([(await referrer.coins()).available, await kindsIn(referrer)], [100, ['referral']]);
    assert.equal((await auditsOf(`users/${referrer.uid}`)).length, 1);
    assert.deepEqual(await lettersOf(message), []);
  });

  it('lets nobody suffer for one who cannot handle a message: that one has a letter, the others their effect', async () => {
    const { referrer, message } = await claimed();
    const { balances } = await referrer.stored();
    await referrer.mend({ balances: 'illegible' });
    for (let copy = 0; copy < 5; copy += 1) assert.equal(await deliver(message), true);
    assert.deepEqual([await lettersOf(message), await kindsIn(referrer)], [[['creditReferrer', 5]], ['referral']]);
    assert.equal((await auditsOf(`users/${referrer.uid}`)).length, 1);
    await referrer.mend({ balances });
    const onlyFor = { onlyFor: 'creditReferrer' };
    for (let copy = 0; copy < 2; copy += 1) await deliverThere(world.server, message.type, message, onlyFor);
    assert.deepEqual([(await referrer.coins()).available, await kindsIn(referrer)], [100, ['referral']]);
    assert.equal((await auditsOf(`users/${referrer.uid}`)).length, 1);
  });

  it('fails with whoever may yet succeed; given up, that one has the only letter, and the others no second effect', async () => {
    // No document can have that name, which only Firestore itself knows.
    const message = withdrawalUpdated('a/b');
    const subject = `withdrawals/${message.data.withdrawalId}`;
    for (let delivery = 0; delivery < 10; delivery += 1) assert.equal(await deliver(message), false);
    assert.deepEqual([await lettersOf(message), (await auditsOf(subject)).length], [[], 1]);
    for (const deaths of [1, 2]) {
      assert.equal(await deliverThere(world.server, 'earnplay-dead-letters', message, GIVEN_UP), true);
      assert.deepEqual(await lettersOf(message), [['notifyWithdrawal', deaths]]);
    }
    assert.equal((await auditsOf(subject)).length, 1);
  });

  it('delivers what is given up once more: whoever never heard of it does, and nobody has a letter', async () => {
    const player = await world.player();
    const message = withdrawalUpdated(player.uid);
    assert.equal(await deliverThere(world.server, 'earnplay-dead-letters', message, GIVEN_UP), true);
    assert.deepEqual([await kindsIn(player), await lettersOf(message)], [['withdrawal'], []]);
    assert.equal((await auditsOf(`withdrawals/${message.data.withdrawalId}`)).length, 1);
  });

  it('keeps a letter for a consumer that there is no more', async () => {
    const { uid } = await world.player();
    const message = withdrawalUpdated(uid);
    assert.equal(await deliverThere(world.server, message.type, message, { onlyFor: 'consumerOfOld' }), true);
    assert.deepEqual(await lettersOf(message), [['consumerOfOld', 1]]);
    assert.equal((await auditsOf(`withdrawals/${message.data.withdrawalId}`)).length, 0);
  });
});
