import { createHash } from 'node:crypto';
import type { Rules } from './prices.ts';
import { DEFAULT_RULES } from './prices.ts';
import type { Oracle } from './state.ts';

/** Which configuration a call sees: the instance's copy, refreshed when it is too old or when it stored a new version. */
export function seenVersion(oracle: Oracle, nowMs: number): number {
  const copy = oracle.cached;
  const isFresh = copy !== undefined && copy.fromMs <= nowMs && nowMs < copy.untilMs;
  return isFresh ? copy.version : copyConfiguration(oracle, nowMs);
}

/** The instance reads the configuration; the deployment says for how long it trusts what it has read. */
export function copyConfiguration(oracle: Oracle, nowMs: number): number {
  const version = oracle.firstVersion + oracle.configs.length - 1;
  oracle.cached = { version, fromMs: nowMs, untilMs: nowMs + oracle.deployment.configAgeSeconds * 1_000 };
  return version;
}

export function rulesAt(oracle: Oracle, version: number): Rules {
  return oracle.configs[version - oracle.firstVersion] ?? DEFAULT_RULES;
}

/** Whether a configuration's numbers do not go together: a price that no day can pay, a bound above the bound above it. */
export function contradictory({ events, withdrawals, withdrawalFraud }: Rules): boolean {
  const { games, defaultGame, adCoins, streakCoins, spinPrizes, dailyLimits } = events;
  const wins = [defaultGame, ...Object.values(games)].map(({ winCoins }) => winCoins);
  const dearest = Math.max(adCoins, ...wins, ...streakCoins, ...spinPrizes.map(({ coins }) => coins));
  if (dearest > dailyLimits.coins) return true;
  return withdrawals.minAmount > withdrawals.maxAmount || withdrawalFraud.reviewAbove > withdrawalFraud.blockAbove;
}

/** A stable hundredth of all players: the same player is in it for every percentage above. */
export function isOnFor(feature: string, state: Rules['eventsOn'], uid: string): boolean {
  if (typeof state === 'boolean') return state;
  const digest = createHash('sha256').update(`${feature}:${uid}`).digest();
  return digest.readUInt32BE(0) % 100 < state.percent;
}
