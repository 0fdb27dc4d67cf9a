import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { AccountKeeper } from '../../../client/src/account/accountKeeper.ts';
import { type AccountView, accountView, NO_ACCOUNT } from '../../../client/src/account/accountView.ts';
import { shownBalance } from '../../../client/src/account/shownBalance.ts';
import type { Prices } from '../../../client/src/pricing/priceEvents.ts';
import { SpinDigests } from '../../../client/src/pricing/spinDigests.ts';
import type { BatchAnswer } from '../../../client/src/queue/deliver.ts';
import { step } from '../../../client/src/queue/machine.ts';
import { EMPTY_QUEUE, type QueueState } from '../../../client/src/queue/state.ts';
import { memoryStorage } from '../../../client/src/storage/memoryStorage.ts';
import { defaultEconomyConfig } from '../../../functions/src/contract.ts';
import { spinMessage, spinPrize } from '../../../functions/src/events/pricingRules.ts';

const NOW_MS = Date.parse('2027-03-01T12:00:00Z');
const TODAY = '2027-03-01';
const SEED = 'ab'.repeat(32);
const config = defaultEconomyConfig.events;
const prices: Prices = { config, nowMs: NOW_MS, digests: new SpinDigests() };
const WIN = ['GAME_WON', { gameName: 'chess', durationSeconds: 10 }] as const;

function queueOf(...events: readonly (readonly [string, Readonly<Record<string, unknown>>])[]): QueueState {
  let state: QueueState = EMPTY_QUEUE;
  for (const [at, [type, metadata]] of events.entries()) {
    const nowMs = NOW_MS - 60_000 * (events.length - at);
    ({ state } = step(state, { input: 'record', key: `event-${at}`, type, metadata, nowMs }));
  }
  return state;
}

function sent(state: QueueState): QueueState {
  return step(state, { input: 'flush', reason: 'demand', nowMs: NOW_MS, batchId: 'batch' }).state;
}

function account(fields: Partial<AccountView>): AccountView {
  return { ...NO_ACCOUNT, spinSeeds: [{ fromDay: '2027-02-01', seed: SEED }], ...fields };
}

function withCoins(available: number, version: number): AccountView {
  const balances = { ...NO_ACCOUNT.balances, coins: { available, locked: 0 } };
  return account({ version, balances, coinsEarned: available });
}

async function coinsOf(view: AccountView, state: QueueState, base = view): Promise<number> {
  return (await shownBalance(view, base, state, prices)).balance.coins;
}

describe('the balance that a game shows', () => {
  it('adds what waits to what the server confirmed', async () => {
    assert.equal(await coinsOf(withCoins(100, 4), queueOf(WIN, WIN, ['AD_WATCHED', {}])), 125);
  });

  it('shows the very prize that the server will draw, for each spin of the day', async () => {
    const drawn = [1, 2].map((index) => {
      const digest = createHmac('sha256', Buffer.from(SEED, 'hex')).update(spinMessage(TODAY, index)).digest();
      return spinPrize(config, digest);
    });
    const used = account({ today: { date: TODAY, stats: { ...NO_ACCOUNT.today.stats, spinsUsed: 1 } } });
    const spins = queueOf(['SPIN_CLAIMED', {}], ['SPIN_CLAIMED', {}], ['SPIN_CLAIMED', {}]);
    assert.equal(await coinsOf(used, spins), (drawn[0] ?? 0) + (drawn[1] ?? 0), 'the third is over the day’s limit');
  });

  it('counts the streak on from the last day that was credited', async () => {
    const view = account({ streak: { lastDay: '2027-02-28', days: 6 } });
    assert.equal(await coinsOf(view, queueOf(['STREAK_CLAIMED', {}])), 100);
  });

  it('shows nothing for what the server will refuse', async () => {
    const short = ['GAME_WON', { gameName: 'chess', durationSeconds: 1 }] as const;
    const unreadable = ['GAME_WON', { nonsense: true }] as const;
    assert.equal(await coinsOf(withCoins(5, 1), queueOf(short, unreadable, ['NO_SUCH_TYPE', {}])), 5);
  });

  it('does not count a batch twice when the listener is faster than the answer', async () => {
    const before = withCoins(100, 4);
    const underWay = sent(queueOf(WIN, WIN));
    assert.equal(await coinsOf(before, underWay), 120);
    assert.equal(await coinsOf(withCoins(120, 5), underWay, before), 120);
  });

  it('shows a purchase at once, though a batch is under way', async () => {
    const before = withCoins(100, 4);
    const paid = { ...withCoins(40, 5), coinsEarned: 100 };
    assert.equal(await coinsOf(paid, sent(queueOf(WIN, WIN)), before), 60);
  });

  it('reads a player’s document, and takes what is missing for nothing', () => {
    assert.equal(accountView(undefined), undefined);
    assert.equal(accountView({ uid: 'somebody' }), undefined);
    const view = accountView({ balances: { coins: { available: 7, locked: 1 } }, version: 3 });
    assert.deepEqual([view?.balances.coins.available, view?.balances.gems.available, view?.version], [7, 0, 3]);
  });
});

describe('what the server last told', () => {
  const answer = (version: number, available: number, deltaCoins: number): BatchAnswer => ({
    results: [{ idempotencyKey: 'event-0', status: 'credited', coins: deltaCoins }],
    ...{ processed: 1, duplicates: 0, rejected: 0, deltaCoins, stats: {} },
    balances: withCoins(available, version).balances,
    version,
    serverTime: NOW_MS,
  });
  const events = queueOf(['STREAK_CLAIMED', {}]).entries;

  async function keeper(): Promise<AccountKeeper> {
    return new AccountKeeper(await memoryStorage()('player'));
  }

  it('follows the answer at once, counters and streak included', async () => {
    const kept = await keeper();
    kept.listened(withCoins(100, 4));
    await kept.answered(answer(5, 110, 10), events, prices);
    const { balances, coinsEarned, streak, today } = kept.view.value;
    assert.deepEqual([balances.coins.available, coinsEarned], [110, 110]);
    assert.deepEqual(streak, { lastDay: TODAY, days: 1 });
    assert.deepEqual([today.date, today.stats.streaksClaimed], [TODAY, 1]);
  });

  it('tells nobody of an answer before the queue has taken its events away, or they would show twice', async () => {
    const kept = await keeper();
    let told = 0;
    kept.view.subscribe(() => {
      told += 1;
    });
    await kept.answered({ ...answer(5, 110, 0), duplicates: 1 }, events, prices);
    assert.equal(kept.view.value.balances.coins.available, 110);
    assert.equal(told, 1, 'only when it subscribed');
  });

  it('is not set back by a listener that runs behind the answer', async () => {
    const kept = await keeper();
    await kept.answered(answer(5, 110, 10), events, prices);
    kept.listened(withCoins(100, 4));
    assert.equal(kept.view.value.balances.coins.available, 110);
    kept.listened(withCoins(130, 6));
    assert.equal(kept.view.value.balances.coins.available, 130);
  });

  it('counts nothing twice when the listener came first', async () => {
    const kept = await keeper();
    kept.listened(withCoins(110, 5));
    await kept.answered(answer(5, 110, 10), events, prices);
    assert.deepEqual([kept.view.value.balances.coins.available, kept.view.value.coinsEarned], [110, 110]);
  });

  it('takes the balance of an answer over, though its events cannot be priced here', async () => {
    const kept = await keeper();
    const unpriced: Prices = {
      ...prices,
      get config(): never {
        throw new TypeError('not on this device');
      },
    };
    kept.listened(withCoins(100, 4));
    await kept.answered(answer(5, 110, 10), events, unpriced);
    const { balances, coinsEarned, streak } = kept.view.value;
    assert.deepEqual([balances.coins.available, coinsEarned, streak.days], [110, 110, 0]);
  });
});
