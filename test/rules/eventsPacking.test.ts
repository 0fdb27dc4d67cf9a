import assert from 'node:assert/strict';
import fc from 'fast-check';
import { MAX_ADS, packAds, unpackAds } from '../../functions/src/events/adMemoryRules.ts';
import { EVENT_TYPES } from '../../functions/src/events/contract.ts';
import { IMPLAUSIBLE, type Remembered } from '../../functions/src/events/dayRules.ts';
import { KEY_BYTES, packKeys, packPlay, unpackKeys, unpackPlay } from '../../functions/src/events/packingRules.ts';
import { pricedEvent } from '../../functions/src/events/pricedEvent.ts';
import { DAY_MS } from '../../functions/src/kernel/time.ts';
import { NOW } from './eventsBatches.ts';

const anyKey = fc
  .uint8Array({ minLength: KEY_BYTES, maxLength: KEY_BYTES })
  .map((bytes) => Buffer.from(bytes).toString('hex'));
const anyCoins = fc.oneof(fc.integer({ min: 0, max: 1_000_000 }), fc.constant(IMPLAUSIBLE));
const anyRemembered = fc
  .tuple(fc.constantFrom(null, ...EVENT_TYPES), anyCoins)
  .map(([type, coins]): Remembered => ({ type, coins }));
const anySeen = fc.array(fc.tuple(anyKey, anyRemembered), { maxLength: 200 }).map((entries) => new Map(entries));

describe('packed events', () => {
  it('come back as they were, in their order', () => {
    fc.assert(
      fc.property(anySeen, (seen) => {
        const { keys, coins } = packKeys(seen);
        assert.deepEqual([...unpackKeys(keys, coins)], [...seen]);
      }),
    );
  });

  it('can be appended to without being read', () => {
    fc.assert(
      fc.property(anySeen, anySeen, (first, second) => {
        const [left, right] = [packKeys(first), packKeys(second)];
        const both = unpackKeys(Buffer.concat([left.keys, right.keys]), Buffer.concat([left.coins, right.coins]));
        assert.deepEqual(both, new Map([...first, ...second]));
      }),
    );
  });

  it('take 20 bytes each, 500 of them 10 KB', () => {
    const seen = new Map(
      Array.from({ length: 500 }, (_, at) => {
        return [at.toString(16).padStart(32, '0'), { type: 'GAME_WON', coins: at }] as [string, Remembered];
      }),
    );
    const { keys, coins } = packKeys(seen);
    assert.equal(keys.length + coins.length, 10_000);
  });

  it('of an earlier version are read without types: coins, or -1 for an implausible game', () => {
    const coins = Buffer.alloc(12);
    for (const [at, value] of [0, 1_000_000, -1].entries()) coins.writeInt32BE(value, at * 4);
    const keys = Buffer.from([1, 2, 3].flatMap((one) => Array.from({ length: KEY_BYTES }, () => one)));
    assert.deepEqual(
      [...unpackKeys(keys, coins).values()],
      [0, 1_000_000, IMPLAUSIBLE].map((one) => ({ type: null, coins: one })),
    );
  });

  it('are refused where keys and coins differ in number', () => {
    assert.throws(() => unpackKeys(new Uint8Array(32), new Uint8Array(4)), /differ in number/);
  });

  it('keep the minutes of a day, in 2,880 bytes', () => {
    fc.assert(
      fc.property(fc.uint16Array({ minLength: 1_440, maxLength: 1_440, max: 60_000 }), (minutes) => {
        const packed = packPlay(minutes);
        assert.equal(packed.length, 2_880);
        assert.deepEqual(unpackPlay(packed), minutes);
      }),
    );
    assert.equal(unpackPlay(packPlay(new Uint16Array(0))).length, 0);
  });
});

describe('remembered ads', () => {
  const none = new Uint8Array(0);
  const ads = (from: number, count: number) =>
    new Map(Array.from({ length: count }, (_, at) => [(from + at).toString(16).padStart(32, '0'), at]));

  it('come back with their coins, 22 bytes each', () => {
    const packed = packAds(packAds(none, ads(0, 3), NOW), ads(3, 2), NOW);
    assert.equal(packed.length, 5 * 22);
    assert.deepEqual(unpackAds(packed, NOW), new Map([...ads(0, 3), ...ads(3, 2)]));
    assert.deepEqual(unpackAds(none, NOW), new Map());
  });

  it('are kept for two windows and a day, and forgotten then', () => {
    const packed = packAds(none, ads(0, 3), NOW);
    assert.equal(unpackAds(packed, NOW + 14 * DAY_MS).size, 3);
    assert.equal(unpackAds(packed, NOW + 15 * DAY_MS).size, 0);
    assert.equal(packAds(packed, ads(9, 1), NOW + 15 * DAY_MS).length, 22);
  });

  it('are bounded: the oldest make room for the newest', () => {
    const packed = packAds(packAds(none, ads(0, MAX_ADS), NOW), ads(MAX_ADS, 10), NOW);
    const kept = [...unpackAds(packed, NOW).keys()];
    assert.equal(kept.length, MAX_ADS);
    assert.equal(kept[0], [...ads(10, 1).keys()][0]);
  });
});

describe('the key of an event', () => {
  const ad = (idempotencyKey: string, ssvTransactionId?: string, verified = false) => {
    const metadata = ssvTransactionId === undefined ? {} : { ssvTransactionId };
    return pricedEvent({ type: 'AD_WATCHED', idempotencyKey, occurredAt: NOW, metadata }, verified).names;
  };

  it('is its idempotency key’s, after the network’s transaction’s where it names one', () => {
    const [[own = ''], [other], [transaction, ownToo]] = [ad('a'), ad('b'), ad('a', 'tx')];
    assert.notEqual(own, other);
    assert.equal(ownToo, own);
    assert.equal(transaction, ad('b', 'tx')[0]);
    assert.match(own, /^[0-9a-f]{32}$/);
  });

  it('is the transaction’s alone where the network itself reports it: no client has used a key for it', () => {
    assert.deepEqual(ad('tx', 'tx', true), ad('a', 'tx').slice(0, 1));
  });

  it('lets no idempotency key pass for a transaction', () => {
    assert.notEqual(ad('tx')[0], ad('a', 'tx')[0]);
    assert.notEqual(ad('ssv:tx')[0], ad('a', 'tx')[0]);
  });
});
