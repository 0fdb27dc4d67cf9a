import { DAY_MS, HOUR_MS } from '../kernel/time.ts';
import { keyedHash } from '../platform/crypto/keyedHash.ts';
import { readNow } from '../platform/storage/reader.ts';
import type { Tx } from '../platform/storage/transaction.ts';
import type { Call } from '../platform/transport/callable.ts';
import { fraudConfig } from './config.ts';
import { addressClaimsDoc, type Risk, riskDoc } from './store.ts';

/**
 * Where an account is used from. An address is kept only as a hash under a secret key, for as long as the configuration
 * says, and only to be compared with another one.
 */
const KEPT_ADDRESSES = 5;

/** The caller's addresses that may still be known, newest last. */
export async function addressesOf(tx: Tx, call: Call): Promise<readonly string[]> {
  return stillKept(await tx.get(riskDoc(call.uid)), call);
}

/**
 * The address at which somebody else was seen last. It is read without a lock, because everybody who claims the same
 * code asks for the same referrer's.
 */
export async function lastAddressOf(uid: string, call: Call): Promise<string | undefined> {
  return stillKept(await readNow(riskDoc(uid)), call).at(-1);
}

/** Firestore deletes late, so what is too old is passed over here as well. */
function stillKept(risk: Risk | undefined, call: Call): readonly string[] {
  const keptMs = call.economy.of(fraudConfig).addressKeptDays * DAY_MS;
  const live = (risk?.addresses ?? []).filter(({ seenAtMs }) => seenAtMs > call.nowMs - keptMs);
  return live.map(({ hash }) => hash);
}

/** Notes that the caller was seen at this address; the newest few are kept. */
export async function notePlace(tx: Tx, call: Call): Promise<void> {
  const doc = riskDoc(call.uid);
  const risk = await tx.get(doc);
  const hash = keyedHash(call.address);
  const keptMs = call.economy.of(fraudConfig).addressKeptDays * DAY_MS;
  const live = (risk?.addresses ?? []).filter((seen) => seen.hash !== hash && seen.seenAtMs > call.nowMs - keptMs);
  const addresses = [...live, { hash, seenAtMs: call.nowMs }].slice(-KEPT_ADDRESSES);
  tx.merge(doc, { addresses, expireAt: new Date(call.nowMs + keptMs) });
}

/** Claims from the caller's address in the last hour, with this one; the count is staged as made. */
export async function countClaim(tx: Tx, call: Call): Promise<number> {
  const doc = addressClaimsDoc(keyedHash(call.address));
  const earlier = (await tx.get(doc))?.claimsMs ?? [];
  const claimsMs = [...earlier.filter((instant) => instant > call.nowMs - HOUR_MS), call.nowMs];
  tx.merge(doc, { claimsMs, expireAt: new Date(call.nowMs + HOUR_MS) });
  return claimsMs.length;
}
