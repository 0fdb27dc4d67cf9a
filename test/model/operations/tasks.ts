import { resetDaily } from '../../../functions/src/events/resetDaily.ts';
import { sweepOutbox } from '../../../functions/src/events/sweepOutbox.ts';
import { forgetPlaces } from '../../../functions/src/fraud/forgetPlaces.ts';
import { expireHolds } from '../../../functions/src/wallet/expireHolds.ts';
import { verifyMoved } from '../../../functions/src/wallet/verifyMoved.ts';
import { relayAsRead } from '../../support/relayNow.ts';
import type { Kind, Settled } from '../core/operation.ts';
import { DAY, dayNumber } from '../oracle/calendar.ts';
import { rulesAt, seenVersion } from '../oracle/economy.ts';
import { enterLedger } from '../oracle/ledger.ts';
import { livePlaces } from '../oracle/places.ts';
import type { Oracle } from '../oracle/state.ts';

/** What runs by itself: relays, sweeps, expiry, the daily reset, deliveries, and Redis losing its memory. */
const nowOf = ({ atMs, skewMs }: { atMs: number; skewMs: number }) => atMs + skewMs;

export const kinds: readonly Kind[] = [
  {
    name: 'relay',
    weight: 12,
    draw: (_scene, random) => ({ chance: random.next(), isSlow: random.chance(0.5) }),
    run: async (system, operation) => {
      const page = system.somePage(operation);
      if (page?.data.outboxSince) await relayAsRead(page.path, page.data);
    },
  },
  {
    name: 'sweepOutbox',
    weight: 6,
    draw: () => ({}),
    run: (_system, operation) => sweepOutbox(nowOf(operation)),
  },
  {
    name: 'expireHolds',
    weight: 3,
    draw: (_scene, random) => ({ perPage: random.pick([1, 2, 100]) }),
    run: (_system, operation) => expireHolds(nowOf(operation), operation.params.perPage),
    isJob: true,
    settle: releaseExpired,
  },
  {
    name: 'verifyMoved',
    weight: 2,
    draw: (_scene, random) => ({ perPage: random.pick([1, 2, 50]) }),
    run: async (_system, operation) => {
      const { perPage, daysLater = 0 } = operation.params;
      await verifyMoved({ nowMs: nowOf(operation) + daysLater * DAY, usersPerPage: perPage });
    },
  },
  {
    name: 'dailyReset',
    weight: 0.6,
    draw: () => ({}),
    run: (_system, operation) => resetDaily(nowOf(operation)),
  },
  {
    name: 'forgetPlaces',
    weight: 0.6,
    draw: () => ({}),
    run: (_system, operation) => forgetPlaces(nowOf(operation)),
    isJob: true,
    begin(oracle, { id }, nowMs) {
      oracle.seenVersions.set(id, seenVersion(oracle, nowMs));
      return;
    },
    settle: forgetOld,
  },
  {
    name: 'deliver',
    weight: 16,
    draw: (_scene, random) => ({ chance: random.next(), poisoned: random.chance(0.05) }),
    run: async (system, operation) => {
      const message: any = system.nextMessage(operation);
      if (message === undefined) return;
      if (!operation.params.poisoned) system.consumer.handle(message);
      else if (system.consumer.handle({ ...message, data: { ...message.data, coins: 'many' } })) {
        throw new Error('a poisoned message was taken for a good one');
      }
    },
  },
  {
    name: 'flushRedis',
    weight: 1,
    draw: () => ({}),
    run: async (system) => system.flushRedis(),
  },
];

/** Addresses that are too old, and nothing else of anybody. */
function forgetOld(oracle: Oracle, { writes, nowMs, operation }: Settled): undefined {
  const rules = rulesAt(oracle, oracle.seenVersions.get(operation.id) ?? oracle.firstVersion);
  for (const { path } of writes) {
    const account = oracle.accounts.get(path.split('/')[1] ?? '');
    if (account !== undefined) account.places = livePlaces(account, nowMs, rules);
  }
  return;
}

/** A hold that the run released must have been held, and its time must have come. */
function releaseExpired(oracle: Oracle, { writes, nowMs }: Settled): undefined {
  for (const { path, after } of writes) {
    const [, uid = '', collection, holdId = ''] = path.split('/');
    // What could not be released is put off.
    if (collection !== 'holds' || after.status === 'held') continue;
    const held = oracle.holds.get(holdId);
    const account = oracle.accounts.get(uid);
    if (after.status !== 'released' || held?.status !== 'held' || held.expiresAtMs > nowMs || account === undefined) {
      throw new Error(`expireHolds released ${path}, which was not due`);
    }
    held.status = 'released';
    const legs = { locked: -held.amount, available: held.amount };
    const about = { actor: 'system:expireHolds', configVersion: null, day: dayNumber(nowMs) };
    enterLedger(account, { type: 'hold.release', currency: held.currency, legs, reference: holdId, ...about });
  }
  return;
}
