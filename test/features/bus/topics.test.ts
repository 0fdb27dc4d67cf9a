import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { messages } from '../../../functions/src/contract.ts';
import { domains as gathered } from '../../../functions/src/gathered.ts';
import type { Domain } from '../../../functions/src/platform/manifest/domain.ts';
import { envelope, message } from '../../../functions/src/platform/messaging/outbox.ts';
import { consumedTopics, functionOf } from '../../../functions/src/platform/messaging/topics.ts';
import { deployed as functions } from '../../support/deployed.ts';
import { projectId } from '../../support/environment.ts';
import { insist } from '../../support/keyed.ts';
import { world } from '../../support/world.ts';
import { Subscription } from '../events/messages.ts';
import { wins } from '../events/wireEvents.ts';
import { mayWithdraw } from '../users/lives.ts';

/** The topics of the specification, each with the domain that publishes it. */
const TOPICS: Readonly<Record<string, string>> = {
  'match.completed': 'matches',
  'player.levelup': 'progression',
  'cosmetic.purchased': 'cosmetics',
  'reward.earned': 'events',
  'rating-slip.completed': 'loyalty',
  'loyalty.tier-changed': 'loyalty',
  'referral.claimed': 'referrals',
  'withdrawal.updated': 'withdrawals',
  'deposit.credited': 'deposits',
  'purchase.granted': 'payments',
};

const domains: readonly Domain[] = gathered;
const registered = Object.values(messages);
const byType = new Map<string, (typeof registered)[number]>(registered.map((contract) => [contract.type, contract]));

describe('the topics', function () {
  this.timeout(60_000);

  it('have a versioned schema each, from the day on which their domain exists', () => {
    const folders = join(import.meta.dirname, '..', '..', '..', 'functions', 'src');
    for (const [type, domain] of Object.entries(TOPICS)) {
      const exists = existsSync(join(folders, domain));
      assert.equal(byType.has(type), exists, `${type} and functions/src/${domain}`);
    }
    for (const { type, version } of registered) {
      assert.ok(type in TOPICS, `${type} is not in the specification`);
      assert.ok(Number.isInteger(version) && version >= 1);
    }
  });

  it('carry what players do, in envelopes that fit', async () => {
    const watched = await Promise.all(registered.map(({ type }) => Subscription.open(type, projectId)));
    const [referrer, player] = [await world.player(), await world.player()];
    const { referralCode } = await referrer.stored();
    const { deviceHash } = player;
    await insist(player, 'claimReferral', { referralCode, deviceHash });
    await player.call('batchEvents', { events: wins(2), deviceHash });
    await mayWithdraw(player);
    const details = { method: 'paypal', paymentDetails: { email: 'payee@example.com' } };
    await insist(player, 'requestWithdrawal', { amount: 600, ...details, deviceHash });
    for (const [at, contract] of registered.entries()) {
      const [told] = (await watched[at]?.receive(player.uid, 1)) ?? [];
      const { type, version, data, ...facts } = envelope.parse(told);
      assert.deepEqual([type, version, facts.uid], [contract.type, contract.version, player.uid]);
      assert.deepEqual(contract.data.parse(data), data);
      assert.ok(facts.eventId.length > 0 && facts.correlationId.length > 0 && facts.occurredAt > 0);
    }
    await Promise.all(watched.map((one) => one.close()));
  });

  it('take nothing that does not fit its contract: the transaction fails instead', () => {
    const facts = { eventId: 'e', occurredAt: 1, correlationId: 'c', uid: 'u' };
    const broken: object = { referrerUid: 'r', reward: -1 };
    assert.throws(() => message(messages.referralClaimed, facts, broken as never), /reward/);
  });

  it('are served by one deployed function each, if somebody consumes them', () => {
    const deployed = Object.entries(functions).flatMap(([name, deployedFunction]) => {
      const { eventTrigger } = (deployedFunction as { __endpoint?: any }).__endpoint ?? {};
      return eventTrigger?.eventType === 'google.cloud.pubsub.topic.v1.messagePublished'
        ? [`${name} ${eventTrigger.eventFilters.topic}`]
        : [];
    });
    const expected = consumedTopics(domains).map((topic) => `${functionOf(topic)} ${topic}`);
    assert.deepEqual(deployed.sort(), [...expected, 'keepUndelivered earnplay-dead-letters'].sort());
    for (const topic of consumedTopics(domains)) assert.ok(byType.has(topic));
  });

  it('find each consumer under the name and the topic that its domain declares', async () => {
    const declared = domains.flatMap(({ consumers = [] }) => consumers);
    for (const { name, hears, load } of declared) {
      const consumer = await load();
      assert.deepEqual([consumer.name, consumer.topic], [name, hears.type]);
    }
    assert.equal(new Set(declared.map(({ name }) => name)).size, declared.length);
  });
});
