import { z } from 'zod';
import { declaredHere } from '../../kernel/config.ts';
import { SECOND_MS } from '../../kernel/time.ts';
import { adminFirestore } from '../runtime/firebase.ts';
import { log } from '../runtime/log.ts';
import { settings } from '../runtime/settings.ts';
import { defineSection, docOf, refOf } from '../storage/collection.ts';
import { Economy } from './economy.ts';
import { lastGoodEconomy } from './lastGoodEconomy.ts';

/**
 * The numbers that price the economy, as one versioned document. Every instance keeps a copy for at most a minute; a
 * version that was superseded meanwhile still prices what it priced, and each posting names the version it used. The
 * platform does not know what is in it: each domain reads its own part, and no function loads another domain's.
 *
 * Other code than this may have stored it, before a rollback. So what this code does not know is passed over; and where it
 * does not understand what it does know, the last version that it understands stays in force, and an alert says so.
 */
export const economySection = defineSection(
  (id) => `config/${id}`,
  z.object({
    version: z.int().min(0),
    config: z.record(z.string(), z.unknown()),
    updatedAtMs: z.int(),
    updatedBy: z.string(),
  }),
);
export const economyDoc = docOf(economySection, 'economy');

const DEFAULTS = new Economy(0, {});

interface Copy {
  readonly economy: Economy;
  readonly fromMs: number;
  readonly untilMs: number;
  /** Of how many parts and switches it is known that the copy can be read as them. */
  readonly asked: number;
}
let cached: Copy | undefined;

export async function currentEconomy(nowMs: number): Promise<Economy> {
  if (cached !== undefined && isOf(nowMs, cached)) return cached.economy;
  const asked = declaredCount();
  const economy = await storedEconomy();
  const keepMs = settings().ECONOMY_CACHE_SECONDS * SECOND_MS;
  cached = { economy, fromMs: nowMs, untilMs: nowMs + keepMs, asked };
  return economy;
}

/** A copy that was made later than now is none either: a clock was ahead, and would keep it for longer than is said. */
function isOf(nowMs: number, { fromMs, untilMs, asked }: Copy): boolean {
  return fromMs <= nowMs && nowMs < untilMs && asked === declaredCount();
}

/** It rises while code is loaded, of a staff callable that is called for the first time. */
function declaredCount(): number {
  const { parts, features } = declaredHere();
  return parts.length + features.length;
}

async function storedEconomy(): Promise<Economy> {
  const snapshot = await refOf(await adminFirestore(), economyDoc).get();
  if (!snapshot.exists) return DEFAULTS;
  const stored = economyOf(snapshot.data());
  const problems = stored?.unreadable() ?? [`${economyDoc.path} has no configuration`];
  if (stored !== undefined && problems.length === 0) return stored;
  const good = (await lastGoodEconomy(economyOf)) ?? DEFAULTS;
  const facts = { storedVersion: stored?.version, versionInForce: good.version, problems: problems.slice(0, 20) };
  log('ERROR', 'the economy configuration cannot be read', { alert: 'economy.unreadable', ...facts });
  return good;
}

/** Undefined for what is no version at all. */
function economyOf(data: unknown): Economy | undefined {
  const parsed = economySection.fields.pick({ version: true, config: true }).safeParse(data);
  return parsed.success ? new Economy(parsed.data.version, parsed.data.config) : undefined;
}

/** Drops this instance's copy, for the instance that just stored a new version. */
export function forgetEconomy(): void {
  cached = undefined;
}
