import { SECOND_MS } from '../../kernel/time.ts';
import { codeOf } from '../runtime/errorCode.ts';
import { adminAuth, findAuthUser } from '../runtime/firebase.ts';

/**
 * The uid of the guest whom an ID token names: somebody of this project who signed in with nothing, has no sign-in of
 * their own since, and has not been signed out. Undefined for every other token.
 */
export async function guestOf(token: string): Promise<string | undefined> {
  const claims = await verified(token);
  if (claims?.firebase.sign_in_provider !== 'anonymous') return undefined;
  const guest = await findAuthUser(claims.uid);
  if (guest === undefined || guest.disabled || guest.isLinked) return undefined;
  return claims.auth_time * SECOND_MS < guest.validSinceMs ? undefined : claims.uid;
}

/** What Auth says of a token that is none of this project's, or none any more, as opposed to a failure of Auth itself. */
const NO_TOKEN = new Set([
  ...['auth/argument-error', 'auth/invalid-argument', 'auth/invalid-id-token', 'auth/id-token-expired'],
  ...['auth/id-token-revoked', 'auth/user-disabled', 'auth/user-not-found'],
]);

async function verified(token: string) {
  try {
    return await (await adminAuth()).verifyIdToken(token);
  } catch (error) {
    if (NO_TOKEN.has(String(codeOf(error)))) return;
    throw error;
  }
}
