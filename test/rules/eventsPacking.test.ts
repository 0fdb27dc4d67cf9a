import assert from 'node:assert/strict';
import fc from 'fast-check';
import { IMPLAUSIBLE } from '../../functions/src/events/dayRules.ts';
import { KEY_BYTES, packKeys, packPlay, unpackKeys, unpackPlay } from '../../functions/src/events/packingRules.ts';
import { pricedEvent } from '../../functions/src/events/pricedEvent.ts';
import { NOW } from './eventsBatches.ts';

const anyKey = fc
  .uint8Array({ minLength: KEY_BYTES, maxLength: KEY_BYTES })
  .map((bytes) => Buffer.from(bytes).toString('hex'));
const anyCoins = fc.oneof(fc.integer({ min: 0, max: 1_000_000 }), fc.constant(IMPLAUSIBLE));
const anySeen = fc.array(fc.tuple(anyKey, anyCoins), { maxLength: 200 }).map((entries) => new Map(entries));

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
    const seen = new Map(Array.from({ length: 500 }, (_, at) => [at.toString(16).padStart(32, '0'), at]));
    const { keys, coins } = packKeys(seen);
    assert.equal(keys.length + coins.length, 10_000);
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

describe('the key of an event', () => {
  const ad = (idempotencyKey: string, ssvTransactionId?: string) => {
    const metadata = ssvTransactionId === undefined ? {} : { ssvTransactionId };
    return pricedEvent({ type: 'AD_WATCHED', idempotencyKey, occurredAt: NOW, metadata }, false).key;
  };

  it('is its idempotency key’s, or the network’s transaction’s where it names one', () => {
    assert.equal(ad('a'), ad('a'));
    assert.notEqual(ad('a'), ad('b'));
    assert.equal(ad('a', 'tx'), ad('b', 'tx'));
    assert.match(ad('a'), /^[0-9a-f]{32}$/);
  });

  it('lets no idempotency key pass for a transaction', () => {
    assert.notEqual(ad('tx'), ad('a', 'tx'));
    assert.notEqual(ad('ssv:tx'), ad('a', 'tx'));
  });
});
