import assert from 'node:assert/strict';
import fc from 'fast-check';
import { mailboxOf } from '../../functions/src/kernel/mailbox.ts';
import { isEmail, isEthereumAddress, isIban } from '../../functions/src/kernel/payoutFormats.ts';
import { isIbanOfItsCountry } from '../../functions/src/platform/formats/iban.ts';
import { requestWithdrawal } from '../../functions/src/withdrawals/contract.ts';
import { destinationOf } from '../../functions/src/withdrawals/rules.ts';

/** Published examples of the IBAN registry. */
const IBANS = ['DE89370400440532013000', 'GB29NWBK60161331926819', 'NL91ABNA0417164300', 'NO9386011117947'];
const ADDRESS = '0x52908400098527886E0F7030069857D2E4169EE7';

function accepted(method: string, paymentDetails: unknown): boolean {
  const common = { amount: 500, deviceHash: 'a'.repeat(64), idempotencyKey: 'key' };
  return requestWithdrawal.input.safeParse({ ...common, method, paymentDetails }).success;
}

describe('a mailbox', () => {
  it('is every address of plain letters, and nothing with blanks, two ats or no dot', () => {
    const plain = fc.emailAddress().filter((text) => /^[\w.+-]+@/.test(text));
    fc.assert(
      fc.property(plain, fc.constantFrom(' ', '@', ','), fc.nat(), (text, wrong, seed) => {
        assert.equal(isEmail(text), true, text);
        const at = seed % (text.length + 1);
        const broken = text.slice(0, at) + wrong + text.slice(at);
        assert.equal(isEmail(broken), false, broken);
      }),
    );
    for (const text of [
      '',
      'a',
      'a@b',
      'a@b.c',
      '.a@b.cd',
      'a.@b.cd',
      'a..b@c.de',
      'a@-b.cd',
      'a@b.c1',
      `a@${'b.'.repeat(130)}cd`,
    ])
      assert.equal(isEmail(text), false, text);
  });
});

describe('the check sum of an IBAN', () => {
  it('holds for real ones', () => {
    for (const iban of IBANS) assert.equal(isIban(iban), true, iban);
  });

  it('finds every wrong digit, and every two neighbours that changed places', () => {
    fc.assert(
      fc.property(fc.constantFrom(...IBANS), fc.nat(), fc.integer({ min: 1, max: 9 }), (iban, seed, by) => {
        const digits = [...iban].flatMap((one, at) => (/\d/.test(one) && at > 3 ? [at] : []));
        const at = digits[seed % digits.length] ?? 0;
        const wrong = `${iban.slice(0, at)}${(Number(iban[at]) + by) % 10}${iban.slice(at + 1)}`;
        assert.equal(isIban(wrong), false, wrong);
        const next = iban[at + 1];
        if (next === undefined || !/\d/.test(next) || next === iban[at]) return;
        const swapped = `${iban.slice(0, at)}${next}${iban[at]}${iban.slice(at + 2)}`;
        assert.equal(isIban(swapped), false, swapped);
      }),
    );
  });

  it('answers for any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => typeof isIban(text) === 'boolean'));
    for (const text of ['', 'DE', 'DE00', '1234567890123456', `DE89${'0'.repeat(31)}`])
      assert.equal(isIban(text), false);
  });
});

describe('an IBAN of its country', () => {
  /** The check digits that make a country and an account an IBAN. */
  const ibanOf = (country: string, account: string) => {
    const digits = Array.from(`${account}${country}00`, (one) => Number.parseInt(one, 36)).join('');
    return `${country}${String(98n - (BigInt(digits) % 97n)).padStart(2, '0')}${account}`;
  };

  it('has its country’s form, which the check sum alone does not tell', async () => {
    for (const iban of IBANS) assert.equal(await isIbanOfItsCountry(iban), true, iban);
    for (const [country, account] of [
      ['DE', '370400440532013'],
      ['DE', '37040044053201300A'],
      ['GB', '123460161331926819'],
      ['NL', 'ABNA04171643000'],
      ['ZZ', '370400440532013000'],
      ['US', '370400440532013000'],
    ] as const) {
      const iban = ibanOf(country, account);
      assert.equal(isIban(iban), true, iban);
      assert.equal(await isIbanOfItsCountry(iban), false, iban);
    }
  });
});

describe('payment details', () => {
  it('are an e-mail address for PayPal', () => {
    assert.equal(accepted('paypal', { email: 'payee@example.com' }), true);
    for (const email of ['', 'payee', 'payee@', '@example.com', 'a b@example.com', `${'a'.repeat(250)}@example.com`]) {
      assert.equal(accepted('paypal', { email }), false, email);
    }
  });

  it('are an IBAN and a name for a bank, however the IBAN is spaced', () => {
    const name = 'Ann Payee';
    assert.equal(accepted('bank', { iban: 'de89 3704 0044 0532 0130 00', name }), true);
    assert.equal(accepted('bank', { iban: 'DE89370400440532013001', name }), false);
    assert.equal(accepted('bank', { iban: IBANS[0], name: ' ' }), false);
    assert.equal(accepted('bank', { iban: IBANS[0] }), false);
  });

  it('are taken as people paste them, and kept in one form', () => {
    const kept = (method: string, paymentDetails: object) => {
      const common = { amount: 500, deviceHash: 'a'.repeat(64), idempotencyKey: 'key' };
      return requestWithdrawal.input.safeParse({ ...common, method, paymentDetails }).data?.paymentDetails;
    };
    for (const iban of [
      'de89-3704-0044-0532-0130-00',
      'DE89\u00a03704\u20110044\t0532\u200b0130 00\n',
      ' DE89　３７０４00440532013000',
    ]) {
      const name = ' Ann \u00a0 Payee\t';
      assert.deepEqual(kept('bank', { iban, name }), { iban: IBANS[0], name: 'Ann Payee' });
    }
    for (const blank of [' ', '\t', '\u00a0', '\u200b', '\ufeff']) {
      assert.deepEqual(kept('paypal', { email: `${blank}a@b.example${blank}` }), { email: 'a@b.example' });
      assert.deepEqual(kept('crypto', { address: `${blank}${ADDRESS}${blank}` }), { address: ADDRESS });
      const card = { brand: `${blank}Book${blank}Shop`, email: 'a@b.example' };
      assert.deepEqual(kept('giftcard', card), { brand: 'Book Shop', email: 'a@b.example' });
    }
    for (const picture of ['😀', '❤️', '🇩🇪', '1️⃣', '\u0007']) {
      assert.equal(accepted('bank', { iban: `${IBANS[0]}${picture}`, name: 'Ann Payee' }), false, picture);
      assert.equal(accepted('bank', { iban: IBANS[0], name: `Ann ${picture}` }), false, picture);
      assert.equal(accepted('paypal', { email: `a${picture}@b.example` }), false, picture);
      assert.equal(accepted('giftcard', { brand: `Book ${picture}`, email: 'a@b.example' }), false, picture);
    }
    for (const name of ['Zoë van der Meer', 'O’Neill & Sons', '李小龍', 'ไพโรจน์ ทองดี', 'אבי כהן', "J.-P. D'Arc 2nd"]) {
      assert.equal(accepted('bank', { iban: IBANS[0], name }), true, name);
    }
  });

  it('are a brand and an e-mail address for a gift card', () => {
    const email = 'payee@example.com';
    assert.equal(accepted('giftcard', { brand: 'Book Shop', email }), true);
    for (const brand of ['', '<b>', '-']) assert.equal(accepted('giftcard', { brand, email }), false, brand);
  });

  it('are 20 bytes of hex for a crypto address', () => {
    assert.equal(accepted('crypto', { address: ADDRESS }), true);
    for (const address of ['', '0x', ADDRESS.slice(2), `${ADDRESS}0`, `${ADDRESS.slice(0, -1)}g`]) {
      assert.equal(accepted('crypto', { address }), false, address);
      assert.equal(isEthereumAddress(address), false);
    }
  });

  it('never pass for another method’s, nor with a field more', () => {
    const details = {
      paypal: { email: 'payee@example.com' },
      bank: { iban: IBANS[0], name: 'Ann Payee' },
      giftcard: { brand: 'Book Shop', email: 'payee@example.com' },
      crypto: { address: ADDRESS },
    };
    for (const method of Object.keys(details)) {
      for (const [kind, fields] of Object.entries(details)) {
        assert.equal(accepted(method, fields), method === kind, `${kind} as ${method}`);
        assert.equal(accepted(method, { ...fields, note: 'x' }), false);
      }
    }
  });
});

describe('a payout destination', () => {
  const written = fc.constantFrom(
    (text: string) => text.toUpperCase(),
    (text: string) => text.toLowerCase(),
    (text: string) => `  ${text} `,
  );
  const texts = { email: 'Payee@Example.com', iban: 'NL91ABNA0417164300', address: ADDRESS };

  it('is one and the same in whatever case and spacing it is written', () => {
    fc.assert(
      fc.property(written, written, (left, right) => {
        for (const [field, text] of Object.entries(texts)) {
          assert.equal(destinationOf({ [field]: left(text) }), destinationOf({ [field]: right(text) }));
        }
      }),
    );
    assert.equal(destinationOf({ iban: 'NL91 ABNA 0417 1643 00' }), destinationOf({ iban: 'NL91ABNA0417164300' }));
  });

  it('is one mailbox in all the spellings that a ban knows', () => {
    const spellings = ['a.b+1@googlemail.com', 'AB@gmail.com', 'a.b@Gmail.com', ' ab+shop@gmail.com'];
    assert.deepEqual([...new Set(spellings.map((email) => destinationOf({ email })))], ['email:ab@gmail.com']);
    for (const email of spellings) assert.equal(destinationOf({ email }), `email:${mailboxOf(email)}`);
    assert.notEqual(destinationOf({ email: 'a.b@example.com' }), destinationOf({ email: 'ab@example.com' }));
  });

  it('is a mailbox, whatever is sent there, and an account, whatever name it is given', () => {
    const email = 'payee@example.com';
    assert.equal(destinationOf({ email }), destinationOf({ brand: 'Book Shop', email }));
    assert.equal(destinationOf({ iban: 'X', name: 'Ann' }), destinationOf({ iban: 'X', name: 'Bob' }));
  });

  it('is never taken for one of another kind', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const all = ['iban', 'address', 'email'].map((field) => destinationOf({ [field]: text }));
        assert.equal(new Set(all).size, 3);
      }),
    );
  });
});
