import { plainCode } from './typedText.ts';

/** Without 0, O, 1, I and L, so that a code survives being read aloud. */
export const REFERRAL_ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
export const REFERRAL_LENGTH = 8;
export const REFERRAL_PATTERN = new RegExp(`^[${REFERRAL_ALPHABET}]{${REFERRAL_LENGTH}}$`);

/** The code that somebody typed, pasted or followed, in the one form it is kept in; undefined where it can be none. */
export function referralCodeOf(text: string): string | undefined {
  const code = plainCode(text);
  return REFERRAL_PATTERN.test(code) ? code : undefined;
}
