import assert from 'node:assert/strict';
import fc from 'fast-check';
import { REFERRAL_ALPHABET, REFERRAL_LENGTH } from '../../functions/src/kernel/referralCodes.ts';
import {
  BrokenSeal,
  decrypt,
  encrypt,
  type Keyring,
  randomHex,
  randomText,
} from '../../functions/src/platform/crypto/crypto.ts';
import { referralCode } from '../../functions/src/users/contract.ts';

const [first, second] = [randomHex(32), randomHex(32)];
const old: Keyring = { current: 'v1', keys: { v1: first } };
const rotated: Keyring = { current: 'v2', keys: { v1: first, v2: second } };
const text = fc.string({ unit: 'binary', maxLength: 200 });

describe('encryption at rest', () => {
  it('opens what it sealed, for any text and context', () => {
    fc.assert(
      fc.property(text, text, (plain, context) => {
        assert.equal(decrypt(old, encrypt(old, plain, context), context), plain);
      }),
    );
  });

  it('never seals the same text to the same bytes', () => {
    assert.notEqual(encrypt(old, 'same', 'here'), encrypt(old, 'same', 'here'));
  });

  it('refuses what was tampered with, whichever byte of iv, tag or text', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.nat(), fc.integer({ min: 1, max: 255 }), (plain, at, flip) => {
        const [version = '', ...parts] = encrypt(old, plain, 'here').split('.');
        const bytes = parts.map((part) => Buffer.from(part, 'base64url'));
        const part = bytes[at % bytes.length] ?? Buffer.alloc(0);
        const index = at % part.length;
        part[index] = (part[index] ?? 0) ^ flip;
        const forged = [version, ...bytes.map((one) => one.toString('base64url'))].join('.');
        assert.throws(() => decrypt(old, forged, 'here'), BrokenSeal);
      }),
    );
  });

  it('refuses a shortened tag, which would be easier to forge', () => {
    const [version, iv, tag = '', sealed] = encrypt(old, 'text', 'here').split('.');
    const short = Buffer.from(tag, 'base64url').subarray(0, 4).toString('base64url');
    assert.throws(() => decrypt(old, [version, iv, short, sealed].join('.'), 'here'), BrokenSeal);
  });

  it('refuses another context than the one that it was sealed for', () => {
    fc.assert(
      fc.property(text, text, (here, there) => {
        fc.pre(Buffer.from(here).compare(Buffer.from(there)) !== 0);
        const sealed = encrypt(old, 'text', here);
        assert.throws(() => decrypt(old, sealed, there), BrokenSeal);
      }),
    );
  });

  it('still opens what an earlier key sealed, and seals with the newest', () => {
    assert.equal(decrypt(rotated, encrypt(old, 'text', 'here'), 'here'), 'text');
    const sealed = encrypt(rotated, 'text', 'here');
    assert.match(sealed, /^v2\./);
    assert.throws(() => decrypt(old, sealed, 'here'), /no encryption key/);
  });

  it('takes no key from the prototype of the keyring', () => {
    assert.throws(() => decrypt(old, 'constructor.AAAA.AAAA.AAAA', 'here'), /no encryption key/);
  });
});

describe('a referral code', () => {
  const codes = Array.from({ length: 4_000 }, () => randomText(REFERRAL_ALPHABET, REFERRAL_LENGTH));

  it('has 8 characters of an alphabet without look-alikes', () => {
    assert.doesNotMatch(REFERRAL_ALPHABET, /[01OIL]/);
    assert.equal(new Set(REFERRAL_ALPHABET).size, 31);
    for (const code of codes) assert.ok(referralCode.safeParse(code).success, code);
  });

  it('uses each character equally often, at each place', () => {
    const expected = codes.length / REFERRAL_ALPHABET.length;
    for (let place = 0; place < REFERRAL_LENGTH; place += 1) {
      const counts = Array.from(REFERRAL_ALPHABET).map((one) => codes.filter((code) => code[place] === one).length);
      const chiSquare = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
      // 30 degrees of freedom: a fair draw stays below 80 but for about once in two million runs.
      assert.ok(chiSquare < 80, `place ${place}: chi-square ${chiSquare.toFixed(1)}`);
    }
  });

  it('does not repeat', () => {
    assert.equal(new Set(codes).size, codes.length);
  });
});
