import { DAY_MS, HOUR_MS, utcDay } from '../kernel/time.ts';
import type { Economy } from '../platform/configuration/economy.ts';
import { keyedHash, keyedHashes } from '../platform/crypto/keyedHash.ts';
import { readNow } from '../platform/storage/reader.ts';
import { ifReadable } from '../platform/storage/sealedFields.ts';
import type { Tx } from '../platform/storage/transaction.ts';
import type { Call } from '../platform/transport/callable.ts';
import { fraudConfig } from './config.ts';
import { hourOf, isUnusual, livePlaces, type Place, type PlaceLimits, withVisit } from './placeRules.ts';
import { addressClaimsDoc, placesDoc, type Risk, riskDoc, untilDoc } from './store.ts';

/**
 * Where an account is used from. An address is kept only as a hash under a secret key, sealed on the player's document, for
 * as long as the configuration says, and only to be compared with another one.
 */
export interface Visit {
  readonly uid: string;
  readonly address: string;
  readonly nowMs: number;
  readonly economy: Economy;
}

/** 16 bytes as hex, which is enough to tell the few addresses of a player apart. */
const HASH_LENGTH = 32;

/** Under each key of the ring, the current one first. */
function hashesOf(address: string): readonly [string, ...string[]] {
  const [current = '', ...earlier] = keyedHashes(address).map((hash) => hash.slice(0, HASH_LENGTH));
  return [current, ...earlier];
}

function limitsOf(economy: Economy): PlaceLimits {
  const { addressKeptDays, withdrawal } = economy.of(fraudConfig);
  return { addressKeptDays, usualAfterHours: withdrawal.usualAfterHours };
}

/** Whether the caller's address is none of the account's usual ones; refuses where no key opens them. */
export async function isNewAddress(tx: Tx, { uid, address, nowMs, economy }: Visit): Promise<boolean> {
  return isUnusual(await placesOf(tx, uid), hashesOf(address), nowMs, limitsOf(economy));
}

/**
 * Whether the caller is where somebody else was seen last. That is read without a lock, because everybody who claims the
 * same code asks for the same referrer's.
 */
export async function isWhereLastSeen(uid: string, { address, nowMs, economy }: Visit): Promise<boolean> {
  const sealed = (await ifReadable(readNow(placesDoc(uid))))?.places ?? [];
  const places = sealed.length > 0 ? sealed : earlierPlaces(await readNow(riskDoc(uid)));
  const [last] = livePlaces(places, nowMs, limitsOf(economy)).slice(-1);
  return last !== undefined && hashesOf(address).includes(last[0]);
}

/** Learns from play: costs no document, because the batch has read and writes the player's anyway. */
export async function learnPlace(tx: Tx, { uid, address, nowMs, economy }: Visit): Promise<void> {
  const known = await ifReadable(tx.get(placesDoc(uid)));
  if (known === undefined) return;
  stagePlaces(tx, uid, withVisit(known.places, hashesOf(address), nowMs, limitsOf(economy)), economy);
}

function stagePlaces(tx: Tx, uid: string, places: readonly Place[], economy: Economy): void {
  tx.merge(placesDoc(uid), { places: places.map((place) => [...place]) });
  const last = places.at(-1);
  const keptMs = limitsOf(economy).addressKeptDays * DAY_MS;
  tx.merge(untilDoc(uid), { placesUntil: last === undefined ? null : utcDay(last[2] * HOUR_MS + keptMs) });
}

/** Forgets those that nobody may compare with any more; refuses where no key opens them. */
export async function dropOldPlaces(tx: Tx, uid: string, nowMs: number, economy: Economy): Promise<true> {
  const known = await tx.get(placesDoc(uid));
  if (known !== undefined) stagePlaces(tx, uid, livePlaces(known.places, nowMs, limitsOf(economy)), economy);
  return true;
}

/** Learns from anything else, and takes along what an earlier version knew. */
export async function notePlace(tx: Tx, visit: Visit): Promise<void> {
  if ((await ifReadable(takeEarlierPlaces(tx, visit.uid, visit.economy))) !== undefined) await learnPlace(tx, visit);
}

/** Stages what an earlier version knew beside what is sealed already; answers how many places that were. */
export async function takeEarlierPlaces(tx: Tx, uid: string, economy: Economy): Promise<number> {
  const places = await placesOf(tx, uid);
  const sealed = (await tx.get(placesDoc(uid)))?.places ?? [];
  const taken = places.length - sealed.length;
  if (taken > 0) stagePlaces(tx, uid, places, economy);
  return taken;
}

async function placesOf(tx: Tx, uid: string): Promise<readonly Place[]> {
  const sealed = (await tx.get(placesDoc(uid)))?.places ?? [];
  const hashes = new Set(sealed.map(([hash]) => hash));
  return [...earlierPlaces(await tx.get(riskDoc(uid))).filter(([hash]) => !hashes.has(hash)), ...sealed];
}

function earlierPlaces(risk: Risk | undefined): readonly Place[] {
  return (risk?.addresses ?? []).map(({ hash, seenAtMs }) => {
    return [hash.slice(0, HASH_LENGTH), hourOf(seenAtMs), hourOf(seenAtMs)];
  });
}

/** Claims from the caller's address in the last hour, with this one; the count is staged as made. */
export async function countClaim(tx: Tx, call: Call): Promise<number> {
  const docs = keyedHashes(call.address).map(addressClaimsDoc);
  await tx.load(docs);
  const counted = await Promise.all(docs.map((doc) => tx.get(doc)));
  const recent = counted.map((one) => (one?.claimsMs ?? []).filter((instant) => instant > call.nowMs - HOUR_MS));
  const claimsMs = [...(recent[0] ?? []), call.nowMs];
  tx.merge(addressClaimsDoc(keyedHash(call.address)), { claimsMs, expireAt: new Date(call.nowMs + HOUR_MS) });
  return recent.flat().length + 1;
}
