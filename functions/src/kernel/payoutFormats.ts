/** Checks of payout destinations that a pattern alone cannot make. */
const IBAN_SHAPE = /^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/;

/** ISO 13616: the first four characters moved to the end and letters read as 10 to 35 leave 1 modulo 97. */
export function isIban(text: string): boolean {
  if (!IBAN_SHAPE.test(text)) return false;
  const digits = [...text.slice(4), ...text.slice(0, 4)].map((one) => Number.parseInt(one, 36).toString()).join('');
  let remainder = 0;
  for (const digit of digits) remainder = (remainder * 10 + Number(digit)) % 97;
  return remainder === 1;
}

/** 20 bytes as hex. Mixed case is accepted as it is: the check sum of EIP-55 is the paying side's to verify. */
export function isEthereumAddress(text: string): boolean {
  return /^0x[0-9a-fA-F]{40}$/.test(text);
}

const LONGEST_EMAIL = 254;
const EMAIL = /^[\w'+-]+(?:\.[\w'+-]+)*@(?:[A-Za-z0-9][A-Za-z0-9-]*\.)+[A-Za-z]{2,}$/;

/** A mailbox that a payment can be sent to: the plain form of RFC 5321 alone, without quotes and comments. */
export function isEmail(text: string): boolean {
  return text.length <= LONGEST_EMAIL && EMAIL.test(text);
}

/** No bank writes pictures, and nothing that cannot be seen belongs into what staff copy by hand. */
export function isPayeeName(text: string): boolean {
  return !/\p{Extended_Pictographic}|\p{Regional_Indicator}|\p{C}|\u20e3/u.test(text);
}
