import { z } from 'zod';
import { keyedHash, keyedHashes } from '../platform/crypto/keyedHash.ts';
import { defineSection, docOf } from '../platform/storage/collection.ts';
import { storedInstant } from '../platform/storage/storedTypes.ts';
import type { Tx } from '../platform/storage/transaction.ts';

/**
 * What is left of a device whose account was deleted: a keyed hash, so that the device can sign up again and cannot earn
 * a sign-up bonus again; and, where the account was banned, not even sign up.
 */
const tombstoneSection = defineSection(
  (hash) => `deviceTombstones/${hash}`,
  z.object({ laidAt: storedInstant, isBanned: z.boolean().default(false) }),
);
const tombstoneDoc = (hash: string) => docOf(tombstoneSection, hash);
const nameOf = (deviceHash: string) => `device:${deviceHash}`;

export async function layTombstone(tx: Tx, deviceHash: string, { nowMs, isBanned }: Departure): Promise<void> {
  const [earlier] = await tombstonesOf(tx, [deviceHash]);
  const doc = tombstoneDoc(keyedHash(nameOf(deviceHash)));
  await tx.get(doc);
  // Whoever comes to the device of somebody banned makes it no better by leaving.
  tx.merge(doc, { laidAt: new Date(nowMs), isBanned: isBanned || earlier?.isBanned === true });
}

export interface Departure {
  readonly nowMs: number;
  readonly isBanned: boolean;
}

/** Whether an account on one of these devices was deleted. */
export async function areUsed(tx: Tx, deviceHashes: readonly string[]): Promise<boolean> {
  return (await tombstonesOf(tx, deviceHashes)).length > 0;
}

/** Whether an account on this device was deleted after it had been banned. */
export async function isBannedDevice(tx: Tx, deviceHash: string): Promise<boolean> {
  return (await tombstonesOf(tx, [deviceHash])).some(({ isBanned }) => isBanned);
}

/** Lets a device be signed up on again; its bonus stays had. Answers whether it was banned. */
export async function liftBan(tx: Tx, deviceHash: string): Promise<boolean> {
  let wasBanned = false;
  for (const doc of keyedHashes(nameOf(deviceHash)).map(tombstoneDoc)) {
    if ((await tx.get(doc))?.isBanned !== true) continue;
    tx.merge(doc, { isBanned: false });
    wasBanned = true;
  }
  return wasBanned;
}

/** The worst one of a device first. */
async function tombstonesOf(tx: Tx, deviceHashes: readonly string[]) {
  const docs = deviceHashes.flatMap((hash) => keyedHashes(nameOf(hash)).map(tombstoneDoc));
  await tx.load(docs);
  const found = await Promise.all(docs.map((doc) => tx.get(doc)));
  const laid = found.filter((tombstone) => tombstone !== undefined);
  return laid.toSorted((left, right) => Number(right.isBanned) - Number(left.isBanned));
}
