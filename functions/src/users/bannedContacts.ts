import { z } from 'zod';
import { defineSection, docOf } from '../platform/collection.ts';
import { hmacSha256 } from '../platform/crypto.ts';
import { findAuthUser } from '../platform/firebase.ts';
import { settings } from '../platform/settings.ts';
import { storedInstant } from '../platform/storedTypes.ts';
import type { Tx } from '../platform/transaction.ts';
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

export async function areBanned(tx: Tx, contacts: Contacts): Promise<boolean> {
  const found = await Promise.all(docsOf(contacts).map((doc) => tx.get(doc)));
  return found.some((ban) => ban !== undefined);
}

function docsOf({ email, phoneNumber }: Contacts) {
  const names = [email === null ? [] : `email:${mailboxOf(email)}`, phoneNumber === null ? [] : `phone:${phoneNumber}`];
  return names
    .flat()
    .map((name) => docOf(bannedContactSection, hmacSha256(settings().ADDRESS_HASH_KEY, name).toString('hex')));
}
