import { contactsOf } from '../core/contacts.ts';
import type { Database } from '../memory/database.ts';
import { GONE } from '../memory/values.ts';
import { outside } from './host.ts';

/** Stands for `platform/runtime/firebase.ts`: Firestore and Auth in memory. */
export async function adminFirestore(): Promise<Database> {
  return outside().database;
}

export async function fieldDeletion(): Promise<unknown> {
  return GONE;
}

export async function findAuthUser(uid: string) {
  await outside().turn();
  const person = outside().lookedUp(uid);
  const { email, phoneNumber } = contactsOf(uid);
  return person && { ...person, disabled: false, email, phoneNumber, isLinked: email !== null || phoneNumber !== null };
}

export async function authRecordOf(uid: string) {
  const person = await findAuthUser(uid);
  return person === undefined ? null : { uid, ...contactsOf(uid) };
}

export async function deleteAuthUser(uid: string): Promise<void> {
  await outside().turn();
  outside().claims.delete(uid);
  await outside().turn();
}

export async function adminAuth() {
  return {
    verifyIdToken: async (token: string) => {
      await outside().turn();
      const [provider, uid, seconds] = token.split('|');
      if (seconds === undefined) throw Object.assign(new Error('no token'), { code: 'auth/argument-error' });
      return { uid, auth_time: Number(seconds), firebase: { sign_in_provider: provider } };
    },
    setCustomUserClaims: async (uid: string, claims: Record<string, unknown>) => {
      await outside().turn();
      outside().claims.set(uid, claims);
      await outside().turn();
    },
    revokeRefreshTokens: async (uid: string) => {
      await outside().turn();
      outside().validSince.set(uid, Math.floor(outside().now() / 1_000) * 1_000);
      await outside().turn();
    },
  };
}

export function adminApp(): never {
  throw new Error('the model has no app');
}

export async function closeFirebase(): Promise<void> {}
