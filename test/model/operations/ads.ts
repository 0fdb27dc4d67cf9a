import { adReward } from '../../../functions/src/events/adReward.ts';
import { signedQuery } from '../core/adNetwork.ts';
import type { Kind } from '../core/operation.ts';
import { remember } from '../core/scene.ts';
import { isOnFor, rulesAt, seenVersion } from '../oracle/economy.ts';
import { creditDay, judgeBatch } from '../oracle/events.ts';
import { mayNotAct } from '../oracle/standing.ts';
import { answered, refused } from '../oracle/state.ts';

/** The ad network's own word for an ad: it comes more than once, before or after the player's own, and may be forged. */
const DAY = 86_400_000;

export const kinds: readonly Kind[] = [
  {
    name: 'adReward',
    weight: 5,
    draw(scene, random) {
      const uid = random.chance(0.03) ? 'nobody' : random.pick(scene.players);
      const known = (scene.events.get(uid) ?? []).filter((event) => event.metadata.ssvTransactionId !== undefined);
      const forged = random.chance(0.05);
      if (known.length > 0 && random.chance(0.5)) {
        const event = random.pick(known);
        return { uid, transaction: event.metadata.ssvTransactionId, atMs: event.occurredAt, forged };
      }
      const transaction = `ad-${scene.nextName()}`;
      const atMs = scene.nowMs - random.int(0, random.chance(0.2) ? 8 * DAY : 60_000);
      const event = { idempotencyKey: transaction, type: 'AD_WATCHED', occurredAt: atMs };
      remember(scene.events, uid, { ...event, metadata: { ssvTransactionId: transaction } });
      return { uid, transaction, atMs, forged };
    },
    run: (_system, { params, atMs, skewMs }) => adReward(signedQuery(params, params.forged), atMs + skewMs),
    begin(oracle, { id, params }, nowMs) {
      if (params.forged) return refused('ads/bad-signature');
      const version = seenVersion(oracle, nowMs);
      oracle.seenVersions.set(id, version);
      if (isOnFor('events', rulesAt(oracle, version).eventsOn, params.uid)) return;
      return refused('platform/feature-off');
    },
    settle(oracle, { operation, nowMs }) {
      const { uid, transaction, atMs } = operation.params;
      const account = oracle.accounts.get(uid);
      const reason = mayNotAct(account, nowMs);
      if (reason !== undefined || account === undefined)
        return answered({ status: 'rejected', coins: 0, code: reason });
      const version = oracle.seenVersions.get(operation.id) ?? oracle.firstVersion;
      const event = { type: 'AD_WATCHED', idempotencyKey: transaction, occurredAt: atMs };
      const judging = { prices: rulesAt(oracle, version).events, nowMs, seedOn: () => '', verified: true };
      const sent = { ...event, metadata: { ssvTransactionId: transaction } };
      const { outcomes, earned } = judgeBatch(account, [sent], judging);
      for (const [day, coins] of earned) {
        creditDay(account, day, coins, { actor: 'system:adReward', configVersion: version });
      }
      return answered(outcomes[0]);
    },
  },
];
