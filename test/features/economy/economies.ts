import { defaultEconomyConfig, type EconomyConfig } from '../../../functions/src/contract.ts';
import { adminFirestore } from '../../../functions/src/platform/runtime/firebase.ts';
import { insist } from '../../support/keyed.ts';
import { world } from '../../support/world.ts';

/**
 * Changes of the economy configuration that no other test of the suite can notice: limits for functions that do not
 * exist, on top of whatever is stored.
 */
export interface StoredEconomy {
  readonly version: number;
  readonly config: EconomyConfig;
}

export async function storedEconomy(): Promise<StoredEconomy> {
  const snapshot = await (await adminFirestore()).doc('config/economy').get();
  const data = snapshot.data();
  return { version: data?.version ?? 0, config: data?.config ?? defaultEconomyConfig };
}

/** The stored configuration with a limit of `perUid` for a function that does not exist. */
export async function harmlessConfig(perUid: number): Promise<EconomyConfig> {
  const { config } = await storedEconomy();
  const functions = { ...config.rateLimits.functions, noSuchFunction: { perUid, perIp: null } };
  return { ...config, rateLimits: { ...config.rateLimits, functions } };
}

/** Puts back the configuration of `version`, as a new version. */
export async function restoreEconomy(version: number): Promise<void> {
  await insist(await world.staff('admin'), 'setEconomyConfig', { rollbackTo: version });
}

/** What clients may know of a configuration: all prices, and of withdrawals what a player is told before asking. */
export function publicOf({ events, withdrawals }: EconomyConfig): object {
  const { minAmount, maxAmount, minGamesWon, minAdsWatched } = withdrawals;
  return { events, withdrawals: { minAmount, maxAmount, minGamesWon, minAdsWatched } };
}
