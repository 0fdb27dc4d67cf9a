import { FirebaseError } from 'firebase/app';
import {
  type Auth,
  type AuthCredential,
  linkWithCredential,
  OAuthProvider,
  PhoneAuthProvider,
  signInAnonymously,
  signInWithCredential,
  signInWithCustomToken,
  type User,
} from 'firebase/auth';
import { asEarnPlayError, EarnPlayError } from './errors.ts';

/** Answers whoever is signed in; a new guest where nobody is. */
export async function anybody(auth: Auth): Promise<User> {
  await auth.authStateReady();
  return auth.currentUser ?? (await signInAnonymously(auth)).user;
}

/**
 * Signs in with a credential, or with a custom token. A guest becomes the account and keeps its uid, and with it all that
 * it has, where that can be; where the sign-in is somebody else's, `leaving` is told of the guest before it is left.
 */
export async function signInWith(
  auth: Auth,
  proof: AuthCredential | string,
  leaving: (guest: User) => Promise<void>,
): Promise<void> {
  const guest = auth.currentUser;
  const own = guest?.isAnonymous && typeof proof !== 'string' ? await linked(guest, proof) : proof;
  if (own === undefined) return;
  // A guest who is gone was signed out by the attempt to link it.
  if (guest?.isAnonymous && auth.currentUser?.uid === guest.uid) await leaving(guest);
  if (typeof own === 'string') await signInWithCustomToken(auth, own);
  else await signInWithCredential(auth, own).catch(sayTaken);
}

/** What Firebase says of a credential that belongs to somebody else, who can be signed in with it. */
const OTHERS = ['auth/credential-already-in-use', 'auth/email-already-in-use'];
/** What it says where a mailbox belongs to somebody who signs in another way. */
const TAKEN = 'auth/account-exists-with-different-credential';
/** What it says of a guest who was deleted, disabled or signed out elsewhere. */
const GONE = ['auth/user-token-expired', 'auth/user-not-found', 'auth/user-disabled', 'auth/invalid-user-token'];

/** Undefined where the guest has become the account; else the credential to sign in with, for some are good only once. */
async function linked(guest: User, credential: AuthCredential): Promise<AuthCredential | undefined> {
  try {
    await linkWithCredential(guest, credential);
    return undefined;
  } catch (error) {
    const code = error instanceof FirebaseError ? error.code : '';
    if (GONE.includes(code)) return credential;
    if (!(error instanceof FirebaseError) || !OTHERS.includes(code)) return sayTaken(error);
    // Firebase for Node knows no phones.
    return OAuthProvider.credentialFromError(error) ?? PhoneAuthProvider.credentialFromError?.(error) ?? credential;
  }
}

function sayTaken(error: unknown): never {
  if (!(error instanceof FirebaseError) || error.code !== TAKEN) throw asEarnPlayError(error);
  throw new EarnPlayError(
    'client/sign-in-taken',
    'This mailbox belongs to an account with another sign-in.',
    {},
    error,
  );
}
