import { randomUUID } from 'node:crypto';
import type { GameEvent } from '../../functions/src/events/contract.ts';
import { adminFirestore } from '../../functions/src/platform/runtime/firebase.ts';
import { NEW_PLAYER } from '../baselines/baseline.ts';
import * as cachedBatch from '../baselines/cachedBatch.ts';
import * as transactionPerEvent from '../baselines/transactionPerEvent.ts';
import { Redis } from '../sdk.ts';
import type { Design } from './design.ts';
import { earnPlay } from './earnPlay.ts';

let redis: Redis | undefined;

/** The baselines' connection to the suite's Redis. */
export function suiteRedis(): Redis {
  redis ??= new Redis(process.env.REDIS_URL ?? '');
  return redis;
}

export function closeSuiteRedis(): void {
  redis?.disconnect();
  redis = undefined;
}

type Credit = (uid: string, events: readonly GameEvent[]) => Promise<void>;

function baseline(name: string, collection: string, credit: Credit): Design {
  return {
    name,
    async newPlayer() {
      const uid = randomUUID();
      await (await adminFirestore()).doc(`${collection}/${uid}`).create(NEW_PLAYER);
      return uid;
    },
    send: credit,
    async coins(uid) {
      const player = await (await adminFirestore()).doc(`${collection}/${uid}`).get();
      return Number(player.get('coins'));
    },
  };
}

export const perEvent = baseline('one transaction per event', transactionPerEvent.collection, async (uid, events) =>
  transactionPerEvent.creditBatch(await adminFirestore(), uid, events),
);

export const cached = baseline('classic cached batch', cachedBatch.collection, async (uid, events) =>
  cachedBatch.creditBatch(await adminFirestore(), suiteRedis(), uid, events),
);

export const ours: Design = earnPlay;

export const designs: readonly Design[] = [ours, perEvent, cached];
