import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { auditReferral, auditWithdrawal } from '../../../functions/src/audit/recordMoney.ts';
import { invariant } from '../../../functions/src/kernel/assert.ts';
import { DAY_MS, HOUR_MS } from '../../../functions/src/kernel/time.ts';
import { notifyReferrer, notifyWithdrawal } from '../../../functions/src/notifications/notify.ts';
import { defineMarkedConsumer } from '../../../functions/src/platform/messaging/consumer.ts';
import { consumersOf } from '../../../functions/src/platform/messaging/topics.ts';
import { creditReferrer } from '../../../functions/src/referrals/creditReferrer.ts';
import { withdrawalUpdated as contract } from '../../../functions/src/withdrawals/contract.ts';
import { eventually } from '../../support/eventually.ts';
import { world } from '../../support/world.ts';
import { auditEntries, CASES, lettersOf, notes, publish, referralClaimed, withdrawalUpdated } from './envelopes.ts';

describe('consumers', function () {
  this.timeout(60_000);

  it('are all here', async () => {
    assert.deepEqual(Object.keys(CASES).sort(), (await consumersOf()).map(({ name }) => name).sort());
  });

  for (const [name, make] of Object.entries(CASES)) {
    describe(name, () => {
      it('has the effect of one delivery, however often a message comes', async () => {
        const { consumer, messages, effect } = await make();
        const [message] = messages;
        await consumer.deliver(message, Date.now());
        const once = await effect();
        for (let copy = 0; copy < 3; copy += 1) await consumer.deliver(message, Date.now() + copy * HOUR_MS);
        assert.deepEqual(await effect(), once);
        assert.notDeepEqual(once, (await make().then((untouched) => untouched.effect())) as unknown);
      });

      it('has the effect of one delivery when copies come at the same time', async () => {
        const [alone, rushed] = [await make(), await make()];
        await alone.consumer.deliver(alone.messages[0], Date.now());
        const deliveries = Array.from({ length: 5 }, () => rushed.consumer.deliver(rushed.messages[0], Date.now()));
        const settled = await Promise.allSettled(deliveries);
        // A delivery that lost the race is repeated by Pub/Sub, and so here.
        for (const { status } of settled) {
          if (status === 'rejected') await rushed.consumer.deliver(rushed.messages[0], Date.now());
        }
        assert.deepEqual(await rushed.effect(), await alone.effect());
      });

      it('ends up the same whichever message comes first', async () => {
        const [inOrder, reversed] = [await make(), await make()];
        for (const message of inOrder.messages) await inOrder.consumer.deliver(message, Date.now());
        for (const message of reversed.messages.toReversed()) await reversed.consumer.deliver(message, Date.now());
        assert.deepEqual(await reversed.effect(), await inOrder.effect());
      });

      it('buries what it cannot read, once for each such message, and acts on none of it', async () => {
        const { consumer, messages, effect } = await make();
        const before = await effect();
        const mark = randomUUID();
        const poison: unknown[] = [
          mark,
          [mark],
          { ...messages[0], eventId: undefined, correlationId: mark },
          { ...messages[0], correlationId: mark, version: 2 },
          { ...messages[0], correlationId: mark, type: 'reward.earned' },
          { ...messages[0], correlationId: mark, data: {} },
        ];
        for (const message of [...poison, ...poison]) await consumer.deliver(message, Date.now());
        const letters = await lettersOf(mark, name);
        assert.equal(letters.length, poison.length);
        for (const { deaths, status, reason } of letters) {
          assert.deepEqual([deaths, status], [2, 'WAITING']);
          assert.ok(reason.length > 0);
        }
        assert.deepEqual(await effect(), before);
      });
    });
  }

  it('write nothing beneath an account that never was or is gone', async () => {
    const gone = await world.player();
    await gone.call('deleteAccount', { confirm: 'DELETE', idempotencyKey: randomUUID() });
    for (const uid of ['nobody-with-that-name', gone.uid]) {
      const message = withdrawalUpdated(uid);
      await notifyWithdrawal.deliver(message, Date.now());
      assert.deepEqual(await lettersOf(message.eventId), []);
    }
    assert.equal(await notes(gone.uid), 0);
    const owed = await referralClaimed(gone.uid);
    await creditReferrer.deliver(owed, Date.now());
    await notifyReferrer.deliver(owed, Date.now());
    assert.equal(await notes(gone.uid), 0);
    assert.deepEqual(await gone.stored(), {});
  });

  it('leave no line of what is over, whether one stood there or not', async () => {
    const { uid } = await world.player();
    const message = withdrawalUpdated(uid);
    await notifyWithdrawal.deliver(message, message.occurredAt + 90 * DAY_MS);
    assert.equal(await notes(uid), 0);
    await notifyWithdrawal.deliver(message, message.occurredAt + 90 * DAY_MS - 1);
    assert.equal(await notes(uid), 1);
    assert.deepEqual(await lettersOf(message.eventId), []);
  });

  it('take events of different topics for different ones, even if they have the same id', async () => {
    const { uid } = await world.player();
    const claim = await referralClaimed(uid);
    const told = withdrawalUpdated(uid);
    const update = { ...told, eventId: claim.eventId, occurredAt: claim.occurredAt };
    for (const consumer of [notifyReferrer, auditReferral]) await consumer.deliver(claim, Date.now());
    for (const consumer of [notifyWithdrawal, auditWithdrawal]) await consumer.deliver(update, Date.now());
    assert.deepEqual([await notes(uid), await auditEntries(told.data.withdrawalId)], [2, 1]);
  });

  it('act on what is really published, once for each message, and bury the rest for each of them', async () => {
    const { uid } = await world.player();
    const message = withdrawalUpdated(uid);
    const garbage = `{"eventId":"${randomUUID()}`;
    for (const text of [JSON.stringify(message), garbage, JSON.stringify(message)]) {
      await publish('withdrawal.updated', text);
    }
    await eventually(async () => {
      const letters = await lettersOf(garbage.slice(12));
      assert.deepEqual(letters.map(({ consumer }) => consumer).sort(), ['auditWithdrawal', 'notifyWithdrawal']);
      assert.deepEqual([await notes(uid), await auditEntries(message.data.withdrawalId)], [1, 1]);
    });
  });
});

describe('a consumer whose handler throws', function () {
  this.timeout(60_000);
  let tries = 0;
  const failing = defineMarkedConsumer('failing', contract, async (_tx, { data }) => {
    tries += 1;
    invariant(data.status !== 'REJECTED', 'this can never work');
    if (data.status === 'FAILED') throw new Error('the network is away');
  });

  beforeEach(() => {
    tries = 0;
  });

  it('buries at once what can never succeed, with the reason', async () => {
    const message = withdrawalUpdated('nobody', 'REJECTED');
    await failing.deliver(message, Date.now());
    const [letter] = await lettersOf(message.eventId);
    assert.match(letter?.reason ?? '', /this can never work/);
    assert.equal(tries, 1);
  });

  it('has Pub/Sub try again what may succeed later, and buries it when it has been there for six hours', async () => {
    const message = withdrawalUpdated('nobody', 'FAILED');
    // Pub/Sub was away for a week before it had the message.
    const publishedMs = message.occurredAt + 7 * DAY_MS;
    for (const hours of [0, 1, 5.9]) {
      const nowMs = publishedMs + hours * HOUR_MS;
      await assert.rejects(failing.deliver(message, nowMs, publishedMs), /network is away/);
      assert.deepEqual(await lettersOf(message.eventId), []);
    }
    await failing.deliver(message, publishedMs + 6 * HOUR_MS, publishedMs);
    assert.equal(tries, 4);
    assert.equal((await lettersOf(message.eventId)).length, 1);
  });

  it('buries what is so old that its mark would be gone, since nobody can tell whether it was handled', async () => {
    const message = withdrawalUpdated('nobody');
    await failing.deliver(message, message.occurredAt + 14 * DAY_MS - 1);
    assert.deepEqual([tries, await lettersOf(message.eventId)], [1, []]);
    await failing.deliver(message, message.occurredAt + 14 * DAY_MS);
    assert.equal(tries, 1);
    assert.match((await lettersOf(message.eventId))[0]?.reason ?? '', /too old to tell/);
  });

  it('leaves no trace of a try that failed: the next one starts anew', async () => {
    const message = withdrawalUpdated('nobody', 'FAILED');
    await assert.rejects(failing.deliver(message, Date.now()));
    const healed = { ...message, data: { ...message.data, status: 'PENDING' } };
    await failing.deliver(healed, Date.now());
    await failing.deliver(message, Date.now());
    assert.deepEqual([tries, await lettersOf(message.eventId)], [2, []]);
  });
});
