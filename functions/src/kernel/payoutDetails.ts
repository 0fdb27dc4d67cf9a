import { isEmail, isEthereumAddress, isIban, isPayeeName } from './payoutFormats.ts';
import { plainCode, plainName, withoutOuterBlanks } from './typedText.ts';

/**
 * How each field of payment details is read. Server and client read with this one module: the server to take a request,
 * the client to tell a player what is wrong while they are typing.
 */
export interface DetailField {
  /** What was typed or pasted, in the one form in which it is kept. */
  plain(text: string): string;
  /** Whether the plain form can be right. */
  isRight(plain: string): boolean;
  /** What is wrong with what cannot be. */
  readonly problem: string;
  /** The same for the player. */
  readonly message: string;
}

/** As it is pasted; longer than any of what it may stand for. */
export const LONGEST_PASTED = 320;

const email: DetailField = {
  plain: withoutOuterBlanks,
  isRight: isEmail,
  problem: 'not an e-mail address',
  message: 'This is not an e-mail address.',
};

/** However it is spaced; whether its country knows such accounts is asked when the withdrawal is. */
const iban: DetailField = {
  plain: plainCode,
  isRight: isIban,
  problem: 'not a valid IBAN',
  message: 'This IBAN is not right.',
};

const name: DetailField = {
  plain: plainName,
  isRight: (text) => isPayeeName(text) && text.length >= 2 && text.length <= 70,
  problem: '2 to 70 letters, and what stands between them',
  message: 'Write the name as the bank knows it.',
};

const brand: DetailField = {
  plain: plainName,
  isRight: (text) => /^[A-Za-z0-9][A-Za-z0-9 &.'-]{0,63}$/.test(text),
  problem: 'not the name of a brand',
  message: 'Name the gift card.',
};

const address: DetailField = {
  plain: withoutOuterBlanks,
  isRight: isEthereumAddress,
  problem: 'not an Ethereum address',
  message: 'This is not an Ethereum address.',
};

/** What each method of payment asks for. */
export const DETAIL_FIELDS = {
  paypal: { email },
  bank: { iban, name },
  giftcard: { brand, email },
  crypto: { address },
} as const;

export type Method = keyof typeof DETAIL_FIELDS;

/** What is wrong with details as they are typed, by field; nothing of a field that is right. */
export function detailProblems(
  method: Method,
  details: Readonly<Record<string, string>>,
): ReadonlyMap<string, DetailField> {
  const fields: Readonly<Record<string, DetailField>> = DETAIL_FIELDS[method];
  const wrong = Object.entries(fields).filter(([field, { plain, isRight }]) => {
    const text = Object.hasOwn(details, field) ? (details[field] ?? '') : '';
    return text.length > LONGEST_PASTED || !isRight(plain(text));
  });
  return new Map(wrong);
}
