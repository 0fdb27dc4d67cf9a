import { z } from 'zod';
import { defaultEconomyConfig, type EconomyConfig, economyConfigSchema } from '../../economy/contract.ts';
import { SECOND_MS } from '../../kernel/time.ts';
import { adminFirestore } from '../runtime/firebase.ts';
import { settings } from '../runtime/settings.ts';
import { defineSection, docOf, parseStored, refOf } from '../storage/collection.ts';

/**
 * The numbers that price the economy, as one versioned document. Every instance keeps a copy for at most a minute; a
 * version that was superseded meanwhile still prices what it priced, and each posting names the version it used.
 */
export interface Economy {
  readonly version: number;
  readonly config: EconomyConfig;
}

export const economySection = defineSection(
  (id) => `config/${id}`,
  z.object({ version: z.int().min(0), config: economyConfigSchema, updatedAtMs: z.int(), updatedBy: z.string() }),
);
export const economyDoc = docOf(economySection, 'economy');

const DEFAULTS: Economy = { version: 0, config: defaultEconomyConfig };

let cached: { readonly economy: Economy; readonly untilMs: number } | undefined;

export async function currentEconomy(nowMs: number): Promise<Economy> {
  if (cached !== undefined && nowMs < cached.untilMs) return cached.economy;
  const snapshot = await refOf(await adminFirestore(), economyDoc).get();
  const economy = snapshot.exists ? parseStored(economyDoc.fields, economyDoc.path, snapshot.data()) : DEFAULTS;
  const keepMs = settings().ECONOMY_CACHE_SECONDS * SECOND_MS;
  cached = { economy, untilMs: nowMs + keepMs };
  return economy;
}

/** Drops this instance's copy, for the instance that just stored a new version. */
export function forgetEconomy(): void {
  cached = undefined;
}
