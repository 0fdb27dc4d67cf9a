import { utcDay } from '../kernel/time.ts';
import type { Economy } from '../platform/configuration/economy.ts';
import { randomHex, sha256 } from '../platform/crypto/crypto.ts';
import type { Tx } from '../platform/storage/transaction.ts';
import { eventsConfig } from './config.ts';
import { NO_STREAK } from './eventRules.ts';
import { firstSeeds } from './spinSeedRules.ts';
import { NO_STATS } from './statsRules.ts';
import { activityDoc, lifetimeDoc, todayDoc } from './store.ts';

export const SHARDS = 16;
export const SEED_BYTES = 32;

/** The fields with which a new player's activity starts. */
export function openActivity(tx: Tx, uid: string, nowMs: number, economy: Economy): void {
  const fresh = [randomHex(SEED_BYTES), randomHex(SEED_BYTES)] as const;
  const seeds = firstSeeds(utcDay(nowMs), economy.of(eventsConfig).spinSeedDays, fresh);
  tx.create(lifetimeDoc(uid), { stats: { ...NO_STATS } });
  tx.create(todayDoc(uid), { today: { date: null, ...NO_STATS } });
  tx.create(activityDoc(uid), {
    streak: { ...NO_STREAK },
    spinSeeds: seeds,
    adTransactions: new Uint8Array(0),
    shard: sha256(uid).readUInt32BE(0) % SHARDS,
  });
}
