import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { auditWithdrawal } from '../../../functions/src/audit/recordMoney.ts';
import { sortableInstant } from '../../../functions/src/kernel/time.ts';
import { notifyWithdrawal } from '../../../functions/src/notifications/notify.ts';
import { sha256Hex } from '../../../functions/src/platform/crypto/crypto.ts';
import type { Consumer } from '../../../functions/src/platform/messaging/consumer.ts';
import { adminFirestore } from '../../../functions/src/platform/runtime/firebase.ts';
import { creditReferrer } from '../../../functions/src/referrals/creditReferrer.ts';
import { callCutOff } from '../../support/cutOff.ts';
import { eventually } from '../../support/eventually.ts';
import { insist, send } from '../../support/keyed.ts';
import { freshKey, type Player, world } from '../../support/world.ts';
import { auditEntries, lettersOf, notes, publish, referralClaimed, type Told, withdrawalUpdated } from './envelopes.ts';

async function document(path: string) {
  return (await adminFirestore()).doc(path);
}

/** The entry by which the audit log shows that it was told of a message. */
async function entryOf({ eventId, type, occurredAt }: Told) {
  const mark = sha256Hex(JSON.stringify([type, eventId])).slice(0, 32);
  return document(`auditLog/${mark.slice(0, 2)}-${sortableInstant(occurredAt)}-${mark}`);
}

async function onlyLetter(message: Told, consumer: string) {
  const letters = await lettersOf(message.eventId, consumer);
  assert.equal(letters.length, 1);
  return letters[0] ?? assert.fail();
}

/** A message that one consumer cannot handle for a cause that goes away, and what it is to lead to. */
interface Stuck {
  readonly consumer: Consumer;
  readonly message: Told;
  readonly mend: () => Promise<unknown>;
  readonly effect: () => Promise<number>;
  /** What the effect is once it has happened. */
  readonly done: number;
}

const STUCK: Readonly<Record<string, () => Promise<Stuck>>> = {
  async 'the inbox'() {
    const { uid } = await world.player();
    const account = await document(`users/${uid}`);
    await account.update({ status: 'of no kind' });
    const mend = () => account.update({ status: 'active' });
    const message = withdrawalUpdated(uid);
    return { consumer: notifyWithdrawal, message, mend, effect: () => notes(uid), done: 1 };
  },
  async 'the audit log'() {
    const message = withdrawalUpdated((await world.player()).uid);
    const entry = await entryOf(message);
    await entry.set({ actor: 'illegible' });
    const effect = () => auditEntries(message.data.withdrawalId);
    return { consumer: auditWithdrawal, message, mend: () => entry.delete(), effect, done: 1 };
  },
  async 'the referrer’s credit'() {
    const referrer = await world.player();
    const account = await document(`users/${referrer.uid}`);
    const { balances } = await referrer.stored();
    await account.update({ balances: 'illegible' });
    const mend = () => account.update({ balances });
    const message = await referralClaimed(referrer.uid);
    const effect = async () => (await referrer.stored()).balances.coins?.available ?? 0;
    return { consumer: creditReferrer, message, mend, effect, done: 100 };
  },
};

describe('dead letters', function () {
  this.timeout(60_000);
  let admin: Player;

  before(async () => {
    admin = await world.staff('admin');
  });

  for (const [name, make] of Object.entries(STUCK)) {
    it(`of ${name} are replayed to one effect, however often, once the cause is gone`, async () => {
      const { consumer, message, mend, effect, done } = await make();
      await consumer.deliver(message, Date.now());
      const { id: letterId } = await onlyLetter(message, consumer.name);
      assert.equal(await effect(), 0);

      // Replayed too early it dies again, and waits again.
      await insist(admin, 'replayDeadLetter', { letterId });
      await eventually(async () => {
        const { deaths, status } = await onlyLetter(message, consumer.name);
        assert.deepEqual([deaths, status], [2, 'WAITING']);
      });

      await mend();
      const idempotencyKey = freshKey();
      const first = await admin.call('replayDeadLetter', { letterId, idempotencyKey });
      assert.deepEqual(first.result, { letterId, status: 'REPLAYED', replayed: false });
      await eventually(async () => assert.equal(await effect(), done));
      assert.equal((await onlyLetter(message, consumer.name)).status, 'REPLAYED');

      const repeated = await admin.call('replayDeadLetter', { letterId, idempotencyKey });
      assert.equal(repeated.result.replayed, true);
      await insist(admin, 'replayDeadLetter', { letterId });
      await untilTopicIsQuiet(message.type);
      assert.equal(await effect(), done);
    });
  }

  it('go to the consumer that failed, and not to those that succeeded and cannot see it any more', async () => {
    const { uid } = await world.player();
    const message = withdrawalUpdated(uid);
    await auditWithdrawal.deliver(message, Date.now());
    const account = await document(`users/${uid}`);
    await account.update({ status: 'of no kind' });
    await notifyWithdrawal.deliver(message, Date.now());
    await account.update({ status: 'active' });
    await (await entryOf(message)).delete();
    await insist(admin, 'replayDeadLetter', { letterId: (await onlyLetter(message, 'notifyWithdrawal')).id });
    await eventually(async () => assert.equal(await notes(uid), 1));
    await untilTopicIsQuiet(message.type);
    assert.equal(await auditEntries(message.data.withdrawalId), 0);
  });

  it('wait until they have been sent again, wherever the process dies that an admin has asked', async () => {
    const { uid } = await world.player();
    const message = withdrawalUpdated(uid);
    const account = await document(`users/${uid}`);
    await account.update({ status: 'of no kind' });
    await notifyWithdrawal.deliver(message, Date.now());
    await account.update({ status: 'active' });
    const { id: letterId } = await onlyLetter(message, 'notifyWithdrawal');
    const idempotencyKey = freshKey();
    await callCutOff(admin, 'replayDeadLetter', { letterId, idempotencyKey });
    assert.equal(await notes(uid), 0);
    assert.ok((await allLetters(admin, 100)).some((letter) => letter.letterId === letterId));
    const repeated = await admin.call('replayDeadLetter', { letterId, idempotencyKey });
    assert.equal(repeated.result.replayed, true);
    await eventually(async () => assert.equal(await notes(uid), 1));
    assert.equal((await onlyLetter(message, 'notifyWithdrawal')).status, 'REPLAYED');
  });

  it('are replayed by the page, those of one consumer, each once, with one entry in the audit log', async () => {
    // What earlier tests have left would come again as well, each in a process of the emulator's own.
    const left = await (await adminFirestore()).collection('deadLetters').where('status', '==', 'WAITING').get();
    await Promise.all(left.docs.map((one) => one.ref.update({ status: 'REPLAYED' })));
    const players = await Promise.all(Array.from({ length: 3 }, () => world.player()));
    const messages = players.map(({ uid }) => withdrawalUpdated(uid));
    for (const [at, { uid }] of players.entries()) {
      const account = await document(`users/${uid}`);
      await account.update({ status: 'of no kind' });
      await notifyWithdrawal.deliver(messages[at], Date.now());
      await account.update({ status: 'active' });
    }
    const other = `poison ${randomUUID()}`;
    await auditWithdrawal.deliver(other, Date.now());
    const wanted = await Promise.all(
      messages.map(async (message) => (await onlyLetter(message, 'notifyWithdrawal')).id),
    );
    const sent: string[] = [];
    let after: string | undefined;
    let pages = 0;
    do {
      const page = after === undefined ? {} : { after };
      const request = { consumer: 'notifyWithdrawal', topic: 'withdrawal.updated', limit: 2, ...page };
      const { letterIds, next } = await insist(admin, 'replayDeadLetters', request);
      sent.push(...letterIds);
      after = next ?? undefined;
      pages += 1;
    } while (after !== undefined && pages < 50);
    assert.deepEqual(
      wanted.filter((id) => !sent.includes(id)),
      [],
    );
    assert.equal(new Set(sent).size, sent.length);
    for (const { uid } of players) await eventually(async () => assert.equal(await notes(uid), 1));
    for (const message of messages) assert.equal((await onlyLetter(message, 'notifyWithdrawal')).status, 'REPLAYED');
    assert.equal((await lettersOf(other))[0]?.status, 'WAITING');
    const log = (await adminFirestore()).collection('auditLog').where('action', '==', 'replayDeadLetters');
    const mine = (await log.get()).docs.filter((entry) => entry.get('actor') === admin.uid);
    assert.deepEqual(mine.flatMap((entry) => entry.get('after.letterIds')).sort(), sent.toSorted());
  });

  it('are listed page by page, each once, until they are replayed', async () => {
    const mark = randomUUID();
    const wanted = Array.from({ length: 5 }, (_, at) => `poison ${at} ${mark}`);
    for (const poison of wanted) await notifyWithdrawal.deliver(poison, Date.now());
    const listed = await allLetters(admin, 2);
    const mine = listed.filter(({ message }) => message.includes(mark));
    assert.deepEqual(mine.map(({ message }) => JSON.parse(message)).sort(), wanted);
    assert.equal(new Set(listed.map(({ letterId }) => letterId)).size, listed.length);
    for (const { consumer, topic, reason, deaths, buriedAt } of mine) {
      assert.deepEqual([consumer, topic, deaths], ['notifyWithdrawal', 'withdrawal.updated', 1]);
      assert.match(reason, /expected object/);
      assert.ok(Math.abs(buriedAt - Date.now()) < 60_000);
    }
    const [first] = mine;
    await (await document(`deadLetters/${first?.letterId}`)).update({ status: 'REPLAYED' });
    const left = (await allLetters(admin, 100)).filter(({ message }) => message.includes(mark));
    assert.equal(left.length, 4);
  });

  it('are audited when they are replayed, and unknown ones are refused', async () => {
    const message = `poison ${randomUUID()}`;
    await notifyWithdrawal.deliver(message, Date.now());
    const [letter] = await lettersOf(message);
    await insist(admin, 'replayDeadLetter', { letterId: letter?.id });
    const log = (await adminFirestore()).collection('auditLog').where('subject', '==', `deadLetters/${letter?.id}`);
    const [entry, ...more] = (await log.get()).docs.map((one) => one.data());
    assert.deepEqual([entry?.actor, entry?.action, more.length], [admin.uid, 'replayDeadLetter', 0]);
    const { httpStatus, error } = await send(admin, 'replayDeadLetter', { letterId: '0'.repeat(64) });
    assert.deepEqual([httpStatus, error?.details.code], [404, 'bus/unknown-letter']);
  });

  for (const [whose, name] of [
    ['the function of the topic', 'onwithdrawalupdated'],
    ['the consumer, as versions before this one had', 'notifywithdrawal'],
  ]) {
    it(`are made of what the subscription of ${whose} gives up, and can be replayed as well`, async () => {
      const { uid } = await world.player();
      const message = withdrawalUpdated(uid);
      const account = await document(`users/${uid}`);
      await account.update({ status: 'of no kind' });
      await publish('earnplay-dead-letters', JSON.stringify(message), {
        CloudPubSubDeadLetterSourceSubscription: `eventarc-us-central1-${name}-816247-sub-403`,
        CloudPubSubDeadLetterSourceDeliveryCount: '10',
      });
      // Both of the topic ask whether whom it is about is still there.
      const served = name === 'notifywithdrawal' ? ['notifyWithdrawal'] : ['auditWithdrawal', 'notifyWithdrawal'];
      const letters = await eventually(async () => {
        const found = await lettersOf(message.eventId);
        assert.deepEqual(
          found.map(({ consumer }) => consumer).toSorted(),
          served,
          'its subscription served those alone',
        );
        return found;
      });
      await account.update({ status: 'active' });
      for (const { id: letterId } of letters) await insist(admin, 'replayDeadLetter', { letterId });
      await eventually(async () => assert.equal(await notes(uid), 1));
      await eventually(async () => assert.equal(await auditEntries(message.data.withdrawalId), served.length - 1));
      assert.equal((await lettersOf(message.eventId)).length, served.length);
    });
  }

  it('stand under the subscription’s name where that served nobody of this version, and again when they are replayed', async () => {
    const message = withdrawalUpdated((await world.player()).uid);
    const subscription = 'eventarc-us-central1-consumerofold-816247-sub-403';
    const attributes = { CloudPubSubDeadLetterSourceSubscription: subscription };
    await publish('earnplay-dead-letters', JSON.stringify(message), attributes);
    const { id: letterId } = await eventually(() => onlyLetter(message, subscription));
    await insist(admin, 'replayDeadLetter', { letterId });
    await eventually(async () => {
      const { deaths, status } = await onlyLetter(message, subscription);
      assert.deepEqual([deaths, status], [2, 'WAITING']);
    });
    assert.equal((await lettersOf(message.eventId)).length, 1);
  });
});

async function allLetters(admin: Player, limit: number): Promise<Record<string, any>[]> {
  const letters: Record<string, any>[] = [];
  let after: string | undefined;
  do {
    const { result, error } = await admin.call('listDeadLetters', { limit, ...(after === undefined ? {} : { after }) });
    assert.equal(error, undefined);
    letters.push(...result.letters);
    after = result.next ?? undefined;
  } while (after !== undefined);
  return letters;
}

/** Topics of the emulator keep their order: what was published before this message has been delivered when it dies. */
async function untilTopicIsQuiet(topic: string): Promise<void> {
  const last = `the last of ${topic} ${randomUUID()}`;
  await publish(topic, last);
  await eventually(async () => assert.ok((await lettersOf(last)).length >= 2));
}
