import { z } from 'zod';
import type { ConfigPart } from '../../kernel/config.ts';
import { SECOND_MS } from '../../kernel/time.ts';
import { adminFirestore } from '../runtime/firebase.ts';
import { settings } from '../runtime/settings.ts';
import { defineSection, docOf, parseStored, refOf } from '../storage/collection.ts';

/**
 * The numbers that price the economy, as one versioned document. Every instance keeps a copy for at most a minute; a
 * version that was superseded meanwhile still prices what it priced, and each posting names the version it used. The
 * platform does not know what is in it: each domain reads its own part, and no function loads another domain's.
 */
export class Economy {
  readonly version: number;
  readonly #stored: Readonly<Record<string, unknown>>;
  readonly #parts = new Map<string, unknown>();

  constructor(version: number, stored: Readonly<Record<string, unknown>>) {
    this.version = version;
    this.#stored = stored;
  }

  /** A domain's own numbers; what the stored version leaves out has its default. */
  of<Schema extends z.ZodObject>({ name, schema }: ConfigPart<string, Schema>): z.output<Schema> {
    if (!this.#parts.has(name)) {
      this.#parts.set(name, parseStored(schema, `${economyDoc.path}: config.${name}`, this.#stored[name] ?? {}));
    }
    return this.#parts.get(name) as z.output<Schema>;
  }
}

/** A version as it is stored; each part of `config` is parsed by whoever declares it. */
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

let cached: { readonly economy: Economy; readonly untilMs: number } | undefined;

export async function currentEconomy(nowMs: number): Promise<Economy> {
  if (cached !== undefined && nowMs < cached.untilMs) return cached.economy;
  const economy = await storedEconomy();
  const keepMs = settings().ECONOMY_CACHE_SECONDS * SECOND_MS;
  cached = { economy, untilMs: nowMs + keepMs };
  return economy;
}

async function storedEconomy(): Promise<Economy> {
  const snapshot = await refOf(await adminFirestore(), economyDoc).get();
  if (!snapshot.exists) return DEFAULTS;
  const { version, config } = parseStored(economyDoc.fields, economyDoc.path, snapshot.data());
  return new Economy(version, config);
}

/** Drops this instance's copy, for the instance that just stored a new version. */
export function forgetEconomy(): void {
  cached = undefined;
}
