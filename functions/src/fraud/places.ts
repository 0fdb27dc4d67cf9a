import { DAY_MS, HOUR_MS } from '../kernel/time.ts';
import type { Call } from '../platform/callable.ts';
import { hmacSha256 } from '../platform/crypto.ts';
import { settings } from '../platform/settings.ts';
import type { Tx } from '../platform/transaction.ts';
import { addressClaimsDoc, riskDoc } from './store.ts';

/**
 * Where an account is used from. An address is kept only as a hash under a secret key, for as long as the configuration
 * says, and only to be compared with another one.
 */
const KEPT_ADDRESSES = 5;

export function addressHash(address: string): string {
  return hmacSha256(settings().ADDRESS_HASH_KEY, address).toString('hex');
}

export interface Places {
  /** Addresses of the account that are still kept, newest last. */
  readonly addresses: readonly string[];
  readonly chargebacks: number;
}

export async function placesOf(tx: Tx, uid: string, call: Call): Promise<Places> {
  const risk = await tx.get(riskDoc(uid));
  const keptMs = call.economy.config.fraud.addressKeptDays * DAY_MS;
  const live = (risk?.addresses ?? []).filter(({ seenAtMs }) => seenAtMs > call.nowMs - keptMs);
  return { addresses: live.map(({ hash }) => hash), chargebacks: risk?.chargebacks ?? 0 };
}

/** Notes that the caller was seen at this address; the newest few are kept. */
export async function notePlace(tx: Tx, call: Call): Promise<void> {
  const doc = riskDoc(call.uid);
  const risk = await tx.get(doc);
  const hash = addressHash(call.address);
  const others = (risk?.addresses ?? []).filter((seen) => seen.hash !== hash);
  const addresses = [...others, { hash, seenAtMs: call.nowMs }].slice(-KEPT_ADDRESSES);
  const keptMs = call.economy.config.fraud.addressKeptDays * DAY_MS;
  tx.merge(doc, { addresses, chargebacks: risk?.chargebacks ?? 0, expireAt: new Date(call.nowMs + keptMs) });
}

/** Claims from the caller's address in the last hour, with this one; the count is staged as made. */
export async function countClaim(tx: Tx, call: Call): Promise<number> {
  const doc = addressClaimsDoc(addressHash(call.address));
  const earlier = (await tx.get(doc))?.claimsMs ?? [];
  const claimsMs = [...earlier.filter((instant) => instant > call.nowMs - HOUR_MS), call.nowMs];
  tx.merge(doc, { claimsMs, expireAt: new Date(call.nowMs + HOUR_MS) });
  return claimsMs.length;
}
