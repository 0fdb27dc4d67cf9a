import { z } from 'zod';
import { mailboxOf } from '../kernel/mailbox.ts';
import { keyedHash, keyedHashes } from '../platform/crypto/keyedHash.ts';
import { findAuthUser } from '../platform/runtime/firebase.ts';
import { defineSection, docOf } from '../platform/storage/collection.ts';
import { readCandidates, readNow } from '../platform/storage/reader.ts';
import { storedInstant } from '../platform/storage/storedTypes.ts';
import { type Tx, transact } from '../platform/storage/transaction.ts';

/**
 * What banned people are known by, `bannedContacts/{hash}`: a keyed hash of a mailbox, a phone number or a uid, so that a
 * ban outlives the Auth user and the account, and nobody can read from it whom it names.
 */
const bannedContactSection = defineSection(
  (hash) => `bannedContacts/${hash}`,
  z.object({
    /** Who was banned last. */
    uid: z.string(),
    bannedAt: storedInstant,
    /** Everybody who is banned under it, and until when; null for good. What is stored without it is a ban for good. */
    bans: z.record(z.string(), z.int().nullable()).optional(),
  }),
);
type Ban = z.output<typeof bannedContactSection.fields>;

function bansOf({ uid, bans }: Ban): Readonly<Record<string, number | null>> {
  return bans ?? { [uid]: null };
}

export interface Contacts {
  readonly email: string | null;
  readonly phoneNumber: string | null;
  /** Whoever signs in by custom tokens has nothing else, and comes back under the same. */
  readonly uid?: string;
}

/**
 * Bans what somebody is known by now, `untilMs` or, where that is null, for good; once more when they leave, for what has
 * come to it since.
 */
export async function banContacts(tx: Tx, uid: string, nowMs: number, untilMs: number | null): Promise<void> {
  const { email = null, phoneNumber = null } = (await findAuthUser(uid)) ?? {};
  for (const name of namesOf({ email, phoneNumber, uid })) {
    const doc = banDoc(keyedHash(name));
    const ban = await tx.get(doc);
    const bans = { ...(ban === undefined ? {} : bansOf(ban)), [uid]: untilMs };
    tx.merge(doc, { uid, bannedAt: new Date(nowMs), bans });
  }
}

/** Lets a ban name the pseudonym of somebody who is gone, under every contact that they are known to have had. */
export async function renameContacts(uid: string, pseudonym: string): Promise<void> {
  const { email = null, phoneNumber = null } = (await findAuthUser(uid)) ?? {};
  const known = await readCandidates({ collection: 'bannedContacts', where: ['uid', uid], limit: CONTACTS_LIFTED });
  const hashes = new Set([...namesOf({ email, phoneNumber, uid }).flatMap(keyedHashes), ...known]);
  await transact(async (tx) => {
    for (const doc of [...hashes].map(banDoc)) {
      const ban = await tx.get(doc);
      if (ban !== undefined) tx.merge(doc, renamed(ban, uid, pseudonym));
    }
  });
}

function renamed(ban: Ban, uid: string, pseudonym: string): Pick<Ban, 'uid' | 'bans'> {
  const bans = Object.entries(bansOf(ban)).map(([name, untilMs]) => [name === uid ? pseudonym : name, untilMs]);
  return { uid: ban.uid === uid ? pseudonym : ban.uid, bans: Object.fromEntries(bans) };
}

const CONTACTS_LIFTED = 20;

/** Takes the ban of somebody off every contact, those that they had when they were banned and those that they have now. */
export async function liftContacts(tx: Tx, uid: string): Promise<void> {
  const { email = null, phoneNumber = null } = (await findAuthUser(uid)) ?? {};
  const earlier = await readCandidates({ collection: 'bannedContacts', where: ['uid', uid], limit: CONTACTS_LIFTED });
  const hashes = namesOf({ email, phoneNumber, uid }).flatMap(keyedHashes);
  for (const hash of new Set([...hashes, ...earlier])) {
    const doc = banDoc(hash);
    const ban = await tx.get(doc);
    if (ban === undefined) continue;
    const { [uid]: _lifted, ...others } = bansOf(ban);
    tx.merge(doc, { bans: others });
  }
}

/** Read without locks: a sign-up decides nothing that it also writes. */
export async function areBanned(contacts: Contacts, nowMs: number): Promise<boolean> {
  const hashes = namesOf(contacts).flatMap(keyedHashes);
  const found = await Promise.all(hashes.map((hash) => readNow(banDoc(hash))));
  const ends = found.flatMap((ban) => (ban === undefined ? [] : Object.values(bansOf(ban))));
  return ends.some((untilMs) => untilMs === null || untilMs > nowMs);
}

/** The one name that each contact goes by, however it is written. */
function namesOf({ email, phoneNumber, uid }: Contacts): string[] {
  return [
    ...(email === null ? [] : [`email:${mailboxOf(email)}`]),
    ...(phoneNumber === null ? [] : [`phone:${phoneNumber}`]),
    ...(uid === undefined ? [] : [`uid:${uid}`]),
  ];
}

const banDoc = (hash: string) => docOf(bannedContactSection, hash);
