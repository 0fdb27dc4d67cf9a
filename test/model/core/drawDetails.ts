import type { Random } from './random.ts';

/** Where somebody wants to be paid: few places, so that some are shared, and each written in more than one way. */
interface Payment {
  readonly method: string;
  readonly paymentDetails: Readonly<Record<string, string>>;
}

const IBANS = ['GB42BUKB20201500000001', 'GB15 BUKB 2020 1500 0000 02', 'GB85BUKB20201500000003'];

export function drawPayment(who: number, random: Random): Payment {
  const number = random.chance(0.8) ? who : random.int(0, 3);
  const email = random.chance(0.3) ? `PAYEE-${number}@Example.com` : `payee-${number}@example.com`;
  const method = random.pick(['paypal', 'paypal', 'bank', 'giftcard', 'crypto']);
  if (method === 'paypal') return { method, paymentDetails: { email } };
  if (method === 'giftcard') return { method, paymentDetails: { brand: 'Bookshop', email } };
  if (method === 'bank') {
    return { method, paymentDetails: { iban: IBANS[number % IBANS.length] ?? '', name: `Payee ${number}` } };
  }
  const digits = `badcafe${number}`.padEnd(40, '0');
  return { method, paymentDetails: { address: `0x${random.chance(0.3) ? digits.toUpperCase() : digits}` } };
}

/** Details that no method takes. */
export function drawNonsense(random: Random): Payment {
  const wrong: Payment[] = [
    { method: 'paypal', paymentDetails: { email: 'payee-at-nowhere' } },
    { method: 'bank', paymentDetails: { iban: 'GB21BUKB20201500000001', name: 'Payee Wrong' } },
    { method: 'crypto', paymentDetails: { address: '0xbadcafe' } },
  ];
  return random.pick(wrong);
}
