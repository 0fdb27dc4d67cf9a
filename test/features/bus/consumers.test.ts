import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { notifyWithdrawal } from '../../../functions/src/notifications/notify.ts';
import { adminFirestore } from '../../../functions/src/platform/firebase.ts';
import { freshKey, world } from '../../support/world.ts';

async function inboxOf(uid: string): Promise<number> {
  return (await (await adminFirestore()).collection(`users/${uid}/inbox`).get()).size;
}

function told(uid: string, data: object = {}) {
  const facts = { withdrawalId: 'a'.repeat(64), status: 'PENDING', amount: 600, previous: null, ...data };
  const envelope = { eventId: randomUUID(), type: 'withdrawal.updated', version: 1, occurredAt: Date.now() };
  return { ...envelope, correlationId: 'test', uid, data: facts };
}

describe('a consumer', () => {
  it('has the effect of one delivery, however often and in whatever order messages come', async () => {
    const player = await world.player();
    const [first, second] = [told(player.uid), told(player.uid)];
    for (const message of [second, first, second, first, first]) await notifyWithdrawal.deliver(message, Date.now());
    assert.equal(await inboxOf(player.uid), 2);
  });

  it('buries a poison message, which an admin finds and replays', async () => {
    const [player, admin] = [await world.player(), await world.staff('admin')];
    const poison = told(player.uid, { status: 'LOST' });
    await notifyWithdrawal.deliver(poison, Date.now());
    assert.equal(await inboxOf(player.uid), 0);
    const { result } = await admin.call('listDeadLetters', { limit: 100 });
    const letter = result.letters.find(({ message }: { message: string }) => message.includes(poison.eventId));
    assert.equal(letter?.consumer, 'notifyWithdrawal');
    assert.match(letter.reason, /status/);
    const replay = { letterId: letter.letterId, idempotencyKey: freshKey() };
    assert.equal((await admin.call('replayDeadLetter', replay)).result.status, 'REPLAYED');
    const unknown = { letterId: '0'.repeat(64), idempotencyKey: freshKey() };
    assert.equal((await admin.call('replayDeadLetter', unknown)).error?.details.code, 'bus/unknown-letter');
  });

  it('writes nothing beneath an account that is gone', async () => {
    const message = told('nobody-with-that-name');
    await notifyWithdrawal.deliver(message, Date.now());
    assert.equal(await inboxOf('nobody-with-that-name'), 0);
  });
});
