import { SECOND_MS } from '../kernel/time.ts';
import { adminAuth, findAuthUser } from '../platform/runtime/firebase.ts';
import { readNow } from '../platform/storage/reader.ts';
import type { Tx } from '../platform/storage/transaction.ts';
import type { Call } from '../platform/transport/callable.ts';
import { requireActive } from './account.ts';
import { accountDoc } from './store.ts';

/**
 * Ends all sessions. Auth refuses to renew them, and the account itself refuses ID tokens of earlier sign-ins, which Auth
 * would let live for up to an hour. To the second, like the tokens: a sign-in in the same second survives.
 */
export async function signOutEverywhere(tx: Tx, call: Call) {
  const { uid, nowMs } = call;
  await requireActive(tx, call);
  const signedOutAt = Math.floor(nowMs / SECOND_MS) * SECOND_MS;
  tx.merge(accountDoc(uid), { signedOutAt: new Date(signedOutAt) });
  return { uid, signedOutAt };
}

/**
 * The half of it that Auth does. A replay finds it done and leaves alone whoever has signed in since: Auth can only end
 * what is before now, not what was before the sign-out.
 */
export async function revokeTokens(uid: string): Promise<void> {
  const [account, person] = await Promise.all([readNow(accountDoc(uid)), findAuthUser(uid)]);
  if (person === undefined || person.validSinceMs >= (account?.signedOutAt ?? 0)) return;
  await (await adminAuth()).revokeRefreshTokens(uid);
}
