import { referralCodeOf } from '../../../functions/src/kernel/referralCodes.ts';

/** The parameter that carries the code. */
const PARAMETER = 'ref';

/** A link to share: the game's address with the player's code. What else the address carries stays. */
export function referralLink(address: string | URL, code: string): string {
  const link = new URL(address);
  link.searchParams.set(PARAMETER, code);
  return link.href;
}

/**
 * The code that somebody came with: of a link that {@link referralLink} made, or typed or pasted by itself in whatever
 * form. Undefined where there is none. For `signUp({ referralCode })`, or `call.claimReferral` within a new account's time.
 */
export function referralCodeIn(text: string): string | undefined {
  if (!/[/?]/.test(text)) return referralCodeOf(text);
  const [, query] = /\?([^#]*)/.exec(text) ?? [];
  return referralCodeOf(new URLSearchParams(query).get(PARAMETER) ?? '');
}
