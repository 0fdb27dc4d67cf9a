import { z } from 'zod';
import { keyedHash } from '../platform/crypto/keyedHash.ts';
import { findAuthUser } from '../platform/runtime/firebase.ts';
import { defineSection, docOf } from '../platform/storage/collection.ts';
import { readNow } from '../platform/storage/reader.ts';
import { storedInstant } from '../platform/storage/storedTypes.ts';
import type { Tx } from '../platform/storage/transaction.ts';
import { mailboxOf } from './signUpRules.ts';

/**
 * Contacts of banned people, `bannedContacts/{hash}`: a keyed hash of a mailbox or a phone number, so that a ban outlives
 * the Auth user and nobody can read from it whom it names.
 */
const bannedContactSection = defineSection(
  (hash) => `bannedContacts/${hash}`,
  z.object({ uid: z.string(), bannedAt: storedInstant }),
);

export interface Contacts {
  readonly email: string | null;
  readonly phoneNumber: string | null;
}

export async function banContacts(tx: Tx, uid: string, nowMs: number): Promise<void> {
  const person = await findAuthUser(uid);
  if (person === undefined) return;
  for (const doc of docsOf(person)) {
    await tx.get(doc);
    tx.merge(doc, { uid, bannedAt: new Date(nowMs) });
  }
}

/** Read without locks: a sign-up decides nothing that it also writes. */
export async function areBanned(contacts: Contacts): Promise<boolean> {
  const found = await Promise.all(docsOf(contacts).map((doc) => readNow(doc)));
  return found.some((ban) => ban !== undefined);
}

function docsOf({ email, phoneNumber }: Contacts) {
  const names = [email === null ? [] : `email:${mailboxOf(email)}`, phoneNumber === null ? [] : `phone:${phoneNumber}`];
  return names.flat().map((name) => docOf(bannedContactSection, keyedHash(name)));
}
