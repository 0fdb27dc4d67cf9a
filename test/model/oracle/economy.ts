import { createHash } from 'node:crypto';
import type { Rules } from './prices.ts';
import { DEFAULT_RULES } from './prices.ts';
import type { Oracle } from './state.ts';

/** Which configuration a call sees: the instance's copy, refreshed after a minute or when it stored a new version. */
const CACHE_MS = 60_000;

export function seenVersion(oracle: Oracle, nowMs: number): number {
  if (oracle.cached === undefined || nowMs >= oracle.cached.untilMs) {
    oracle.cached = { version: oracle.firstVersion + oracle.configs.length - 1, untilMs: nowMs + CACHE_MS };
  }
  return oracle.cached.version;
}

export function rulesAt(oracle: Oracle, version: number): Rules {
  return oracle.configs[version - oracle.firstVersion] ?? DEFAULT_RULES;
}

/** A stable hundredth of all players: the same player is in it for every percentage above. */
export function isOnFor(feature: string, state: Rules['eventsOn'], uid: string): boolean {
  if (typeof state === 'boolean') return state;
  const digest = createHash('sha256').update(`${feature}:${uid}`).digest();
  return digest.readUInt32BE(0) % 100 < state.percent;
}
