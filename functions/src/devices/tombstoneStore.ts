import { z } from 'zod';
import { keyedHash } from '../platform/crypto/keyedHash.ts';
import { defineSection, docOf } from '../platform/storage/collection.ts';
import { storedInstant } from '../platform/storage/storedTypes.ts';
import type { Tx } from '../platform/storage/transaction.ts';

/**
 * What is left of a device whose account was deleted: a keyed hash, so that the device can sign up again and cannot earn
 * a sign-up bonus again.
 */
const tombstoneSection = defineSection((hash) => `deviceTombstones/${hash}`, z.object({ laidAt: storedInstant }));
const tombstoneDoc = (deviceHash: string) => docOf(tombstoneSection, keyedHash(`device:${deviceHash}`));

export async function layTombstone(tx: Tx, deviceHash: string, nowMs: number): Promise<void> {
  const doc = tombstoneDoc(deviceHash);
  await tx.get(doc);
  tx.merge(doc, { laidAt: new Date(nowMs) });
}

export async function hasTombstone(tx: Tx, deviceHash: string): Promise<boolean> {
  return (await tx.get(tombstoneDoc(deviceHash))) !== undefined;
}
