import type { z } from 'zod';
import { invariant } from '../kernel/assert.ts';
import { accept, Refused } from '../kernel/decision.ts';
import type { Tx } from '../platform/storage/transaction.ts';
import type { Call } from '../platform/transport/callable.ts';
import { requireActive } from '../users/account.ts';
import { devicesConfig } from './config.ts';
import { type bindDevice as contract, deviceErrors } from './contract.ts';
import { heldDevices } from './heldDevices.ts';
import { decideMove } from './rules.ts';
import { bindingDoc, deviceDoc, MAX_HISTORY } from './store.ts';
import { areUsed, type Departure, isBannedDevice, layTombstone } from './tombstoneStore.ts';

/** Moves an account to another device; the device that it leaves is free again and remembers who held it. */
export async function bindDevice(tx: Tx, call: Call, input: z.output<typeof contract.input>) {
  const { deviceHash } = input;
  await tx.load([bindingDoc(call.uid), deviceDoc(deviceHash)]);
  await requireActive(tx, call);
  return moveDevice(tx, call, deviceHash);
}

/** The move itself, for an account that may act. */
export async function moveDevice(tx: Tx, call: Call, deviceHash: string) {
  const { uid, nowMs } = call;
  const binding = await tx.get(bindingDoc(uid));
  invariant(binding !== undefined, `no device section of ${uid}`);
  const device = await tx.get(deviceDoc(deviceHash));
  const state = { holder: device?.uid ?? null, current: binding.deviceHash, changesMs: binding.deviceChangesMs };
  const move = accept(decideMove(state, { uid, deviceHash, nowMs }, call.economy.of(devicesConfig)));
  if (move.unchanged) return { deviceHash, boundAt: device?.boundAt ?? nowMs };
  if (await isBannedDevice(tx, deviceHash)) throw new Refused(deviceErrors.banned);
  if (binding.deviceHash !== null) await freeDevice(tx, binding.deviceHash);
  await holdDevice(tx, uid, deviceHash, nowMs);
  const earlierDevices = heldDevices(binding).filter((hash) => hash !== deviceHash);
  tx.merge(bindingDoc(uid), { deviceHash, deviceChangesMs: [...move.changesMs], earlierDevices });
  return { deviceHash, boundAt: nowMs };
}

/** Binds a new account's device; refused where anybody holds it. */
export async function bindFirstDevice(tx: Tx, uid: string, deviceHash: string, nowMs: number): Promise<void> {
  const device = await tx.get(deviceDoc(deviceHash));
  if (device !== undefined && device.uid !== null) throw new Refused(deviceErrors['already-bound']);
  if (await isBannedDevice(tx, deviceHash)) throw new Refused(deviceErrors.banned);
  await holdDevice(tx, uid, deviceHash, nowMs);
  tx.create(bindingDoc(uid), { deviceHash, deviceChangesMs: [] });
}

async function holdDevice(tx: Tx, uid: string, deviceHash: string, nowMs: number): Promise<void> {
  const doc = deviceDoc(deviceHash);
  const history = (await tx.get(doc))?.history ?? [];
  const latest = [...history, { uid, boundAtMs: nowMs }].slice(-MAX_HISTORY);
  tx.merge(doc, { uid, boundAt: new Date(nowMs), history: latest });
}

/** Takes whoever holds a device off it; the device and the account remember each other. Answers who it was. */
export async function vacate(tx: Tx, deviceHash: string): Promise<string | null> {
  const holder = (await tx.get(deviceDoc(deviceHash)))?.uid ?? null;
  if (holder === null) return null;
  await freeDevice(tx, deviceHash);
  const binding = await tx.get(bindingDoc(holder));
  if (binding?.deviceHash === deviceHash) {
    tx.merge(bindingDoc(holder), { deviceHash: null, earlierDevices: heldDevices(binding) });
  }
  return holder;
}

/** Takes an account off a device that it is or was on, as if it had never been there; the device itself still knows. */
export async function releaseDevice(tx: Tx, uid: string, deviceHash: string): Promise<void> {
  const binding = await tx.get(bindingDoc(uid));
  invariant(binding !== undefined, `no device section of ${uid}`);
  const isBound = binding.deviceHash === deviceHash;
  if (isBound) await freeDevice(tx, deviceHash);
  const earlierDevices = binding.earlierDevices.filter((hash) => hash !== deviceHash);
  tx.merge(bindingDoc(uid), { deviceHash: isBound ? null : binding.deviceHash, earlierDevices });
}

/**
 * Takes a deleted account off its device. That one and all that it was on before remember that they have had their
 * bonus, or it could be had again on each. Answers them, for `forgetHolder`.
 */
export async function leaveDevices(tx: Tx, uid: string, departure: Departure): Promise<readonly string[]> {
  const binding = await tx.get(bindingDoc(uid));
  if (binding === undefined) return [];
  const hashes = heldDevices(binding);
  if (binding.deviceHash !== null) await freeDevice(tx, binding.deviceHash);
  for (const hash of hashes) await layTombstone(tx, hash, departure);
  tx.merge(bindingDoc(uid), { deviceHash: null, deviceChangesMs: [], earlierDevices: [] });
  return hashes;
}

async function freeDevice(tx: Tx, deviceHash: string): Promise<void> {
  const doc = deviceDoc(deviceHash);
  if ((await tx.get(doc)) !== undefined) tx.merge(doc, { uid: null });
}

export async function isBoundDevice(tx: Tx, uid: string, named: string): Promise<boolean> {
  return (await tx.get(bindingDoc(uid)))?.deviceHash === named;
}

/** How the device that a caller names relates to its account: for explanations and risk, not for access. */
export async function describeDevice(tx: Tx, uid: string, named: string | undefined): Promise<string> {
  if (named === undefined) return 'unstated';
  return (await isBoundDevice(tx, uid, named)) ? 'bound' : 'other';
}

/** How many of the devices that an account has left are asked who else held them. */
const FAMILY_DEVICES = 10;

/**
 * The account's family: everybody who ever held the named device or one that the account was on before, so that moving
 * on does not hide who shared a device.
 */
export async function deviceHolders(tx: Tx, uid: string, named: string): Promise<readonly string[]> {
  const earlier = (await tx.get(bindingDoc(uid)))?.earlierDevices ?? [];
  const docs = [named, ...earlier.slice(-FAMILY_DEVICES)].map(deviceDoc);
  await tx.load(docs);
  const devices = await Promise.all(docs.map((doc) => tx.get(doc)));
  return [...new Set(devices.flatMap((device) => device?.history ?? []).map((held) => held.uid))];
}

/** Whether one account ever held a device that the other one is or was on; a device remembers all who did. */
export async function haveSharedDevice(tx: Tx, one: string, other: string): Promise<boolean> {
  const binding = await tx.get(bindingDoc(other));
  const docs = binding === undefined ? [] : heldDevices(binding).map(deviceDoc);
  await tx.load(docs);
  const devices = await Promise.all(docs.map((doc) => tx.get(doc)));
  return devices.some((device) => device?.history.some(({ uid }) => uid === one));
}

/** Whether the account has moved to another device after `sinceMs`. */
export async function hasMovedSince(tx: Tx, uid: string, sinceMs: number): Promise<boolean> {
  const changesMs = (await tx.get(bindingDoc(uid)))?.deviceChangesMs ?? [];
  return changesMs.some((instant) => instant > sinceMs);
}

/** Whether an account was deleted that had been on the named device, or on any that this account is or was on. */
export async function isUsedDevice(tx: Tx, uid: string, named: string): Promise<boolean> {
  const binding = await tx.get(bindingDoc(uid));
  const own = binding === undefined ? [] : heldDevices(binding);
  return areUsed(tx, [...new Set([named, ...own])]);
}
