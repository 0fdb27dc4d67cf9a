import assert from 'node:assert/strict';
import fc from 'fast-check';
import { callables } from '../../functions/src/contract.ts';
import { REFERRAL_ALPHABET, REFERRAL_LENGTH } from '../../functions/src/kernel/referralCodes.ts';
import { plainCode, plainName, withoutOuterBlanks } from '../../functions/src/kernel/typedText.ts';

/** What stands between characters without meaning anything: ASCII's and others' blanks, marks that nobody sees, dashes. */
const BLANKS = [
  ' ',
  '\t',
  '\n',
  '\r\n',
  '\u00a0',
  '\u2003',
  '\u202f',
  '\u3000',
  '\u200b',
  '\u2060',
  '\ufeff',
  '\u202a',
];
const DASHES = ['-', '\u2010', '\u2011', '\u2013', '\u2014', '\u2212', '\uff0d', '\u00ad'];
const EMOJI = ['😀', '❤️', '🇩🇪', '1️⃣', 'Ⓜ️', '👨‍👩‍👧', '™️'];

const between = fc.array(fc.constantFrom(...BLANKS, ...DASHES), { maxLength: 3 }).map((some) => some.join(''));
const code = fc
  .array(fc.constantFrom(...Array.from(REFERRAL_ALPHABET)), { minLength: REFERRAL_LENGTH, maxLength: REFERRAL_LENGTH })
  .map((some) => some.join(''));

const DEVICE = { deviceHash: 'a'.repeat(64), idempotencyKey: 'key' };

/** The code as each callable that takes one understands it; undefined where it is refused. */
function understood(referralCode: string): (string | undefined)[] {
  return [callables.claimReferral, callables.createUser].map((contract) => {
    return contract.input.safeParse({ ...DEVICE, referralCode }).data?.referralCode;
  });
}

describe('a referral code as it is typed', () => {
  it('is the same in either case, at either width, with blanks and dashes wherever they are', () => {
    const typed = fc.tuple(code, fc.array(between, { minLength: 9, maxLength: 9 }), fc.boolean(), fc.boolean());
    fc.assert(
      fc.property(typed, ([plain, gaps, isLower, isWide]) => {
        const cased = isLower ? plain.toLowerCase() : plain;
        const shown = Array.from(cased, (one) => (isWide ? String.fromCharCode(one.charCodeAt(0) + 0xfee0) : one));
        const text = shown.reduce((all, one, at) => all + (gaps[at] ?? '') + one, '') + gaps[8];
        fc.pre(text.length <= 64);
        assert.deepEqual(understood(text), [plain, plain]);
      }),
    );
  });

  it('is none with a character that is no other’s, an emoji for one, however few are missing', () => {
    for (const odd of [...EMOJI, '0', 'O', 'ö', '!', '_', '.']) {
      for (const text of [`ABCD${odd}EFG`, `${odd}ABCDEFGH`, `ABCDEFGH${odd}`]) {
        assert.deepEqual(understood(text), [undefined, undefined], text);
      }
    }
    for (const text of ['', ' ', '-', 'ABCDEFG', 'ABCDEFGHJ', ` ${'-'.repeat(80)}ABCDEFGH`]) {
      assert.deepEqual(understood(text), [undefined, undefined], text);
    }
  });
});

describe('typed text', () => {
  it('in its plain form stays as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        for (const plain of [plainCode, withoutOuterBlanks, plainName]) assert.equal(plain(plain(text)), plain(text));
      }),
    );
  });

  it('keeps what has a meaning: signs of an address, blanks between names, marks on letters', () => {
    assert.equal(withoutOuterBlanks('\u200b Ann-Marie+x@example.com\n'), 'Ann-Marie+x@example.com');
    assert.equal(plainName(' Zoe\u0308 \t\u00a0 van-der  Meer '), 'Zoë van-der Meer');
  });
});
