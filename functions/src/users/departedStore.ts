import { z } from 'zod';
import { DAY_MS } from '../kernel/time.ts';
import { keyedHash, keyedHashes } from '../platform/crypto/keyedHash.ts';
import { defineSection, docOf } from '../platform/storage/collection.ts';
import { storedInstant } from '../platform/storage/storedTypes.ts';
import type { Tx } from '../platform/storage/transaction.ts';

/**
 * Uids under which somebody was deleted lately, `departedUids/{hash}`: tokens of before must not act for whoever comes back
 * under the same uid. ID tokens live for an hour, and this for days.
 */
const departedSection = defineSection(
  (hash) => `departedUids/${hash}`,
  z.object({ leftAt: storedInstant, expireAt: storedInstant }),
);
const KEPT_MS = 7 * DAY_MS;
const departedDoc = (hash: string) => docOf(departedSection, hash);
const nameOf = (uid: string) => `departed:${uid}`;

/** When whoever had this uid was deleted, epoch milliseconds; null where nobody was, or long ago. */
export async function leftAt(tx: Tx, uid: string): Promise<number | null> {
  const docs = keyedHashes(nameOf(uid)).map(departedDoc);
  await tx.load(docs);
  const found = await Promise.all(docs.map((doc) => tx.get(doc)));
  const instants = found.flatMap((departed) => departed?.leftAt ?? []);
  return instants.length === 0 ? null : Math.max(...instants);
}

/** What says that somebody left, as it is to be stored. */
export function departure(uid: string, atMs: number) {
  const { path } = departedDoc(keyedHash(nameOf(uid)));
  return { path, data: { leftAt: new Date(atMs), expireAt: new Date(atMs + KEPT_MS) } };
}
