import type { Random } from './random.ts';
import type { Scene } from './scene.ts';

/** Where somebody wants to be paid: few places, so that some are shared, and each written in more than one way. */
interface Payment {
  readonly method: string;
  readonly paymentDetails: Readonly<Record<string, string>>;
}

export function drawPayment(scene: Scene, uid: string, random: Random): Payment {
  const number = random.chance(0.6) ? scene.everybody.indexOf(uid) : random.int(0, 1);
  const name = `${scene.seed}-${number}`;
  const email = random.pick(spellingsOf(name, number % 3 === 0 ? 'Gmail.com' : 'example.com'));
  const method = random.pick(['paypal', 'paypal', 'bank', 'giftcard', 'crypto']);
  if (method === 'paypal') return { method, paymentDetails: { email } };
  if (method === 'giftcard') return { method, paymentDetails: { brand: 'Bookshop', email } };
  if (method === 'bank') {
    const iban = ibanOf((scene.seed % 1_000_000) * 100 + number);
    const gap = random.pick([' ', '-', '\t']);
    const written = random.chance(0.3) ? iban.replaceAll(/(.{4})/g, `$1${gap}`).toLowerCase() : iban;
    return { method, paymentDetails: { iban: written, name: `Payee ${name}` } };
  }
  const digits = `badcafe${scene.seed}${number}`.padEnd(40, '0');
  return { method, paymentDetails: { address: `0x${random.chance(0.3) ? digits.toUpperCase() : digits}` } };
}

/** One mailbox, as its owner writes it on different days. */
function spellingsOf(name: string, host: string): string[] {
  const plain = `payee-${name}@${host}`;
  const others = host === 'Gmail.com' ? [`pay.ee-${name}@googlemail.com`] : [`payee-${name}+shop@${host}`];
  return [plain, plain.toUpperCase(), ` ${plain}`, ...others, ...others];
}

/** An account number of one bank, with the check digits of ISO 13616. */
function ibanOf(number: number): string {
  const account = `BUKB202015${String(number).padStart(8, '0')}`;
  const digits = Array.from(`${account}GB00`, (one) => Number.parseInt(one, 36)).join('');
  return `GB${String(98n - (BigInt(digits) % 97n)).padStart(2, '0')}${account}`;
}

/** Details that no method takes. */
export function drawNonsense(random: Random): Payment {
  const wrong: Payment[] = [
    { method: 'paypal', paymentDetails: { email: 'payee-at-nowhere' } },
    { method: 'bank', paymentDetails: { iban: 'GB21BUKB20201500000001', name: 'Payee Wrong' } },
    { method: 'bank', paymentDetails: { iban: ibanOf(1), name: 'Payee 😀' } },
    { method: 'crypto', paymentDetails: { address: '0xbadcafe' } },
  ];
  return random.pick(wrong);
}
