import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** Google's list prices, all of them in `prices.json`, each with the page that it was read from. */
const line = z
  .object({
    title: z.string(),
    /** Dollars for `per` units, beyond what is `free` in a day or a month. */
    price: z.number().positive(),
    per: z.number().positive(),
    free: z.number().min(0),
    freePer: z.enum(['day', 'month']),
    source: z.string().url(),
    /** Where a copy of that figure was read on that day; null where none was found and it stands as it is known. */
    confirmedBy: z.string().nullable(),
  })
  .strict();
export type PriceLine = z.output<typeof line>;

export const RESOURCES = [
  'firestoreReads',
  'firestoreWrites',
  'firestoreDeletes',
  'firestoreTtlDeletes',
  'firestoreStorage',
  'firestoreEgress',
  'requests',
  'cpu',
  'memory',
  'functionEgress',
  'pubsub',
  'eventarc',
  'logging',
  'schedules',
] as const;
export type Resource = (typeof RESOURCES)[number];

const tier = z.object({ from: z.number().int().min(0), price: z.number().min(0) }).strict();
export type PriceTier = z.output<typeof tier>;

const lines = z
  .object({
    firestoreReads: line,
    firestoreWrites: line,
    firestoreDeletes: line,
    firestoreTtlDeletes: line,
    firestoreStorage: line,
    firestoreEgress: line,
    requests: line,
    cpu: line,
    memory: line,
    functionEgress: line,
    pubsub: line,
    eventarc: line,
    logging: line,
    schedules: line,
  })
  .strict();

const source = z.string().url();
const title = z.string();
const confirmedBy = z.string().nullable();

const prices = z
  .object({
    readOn: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
    currency: z.literal('USD'),
    place: z.string(),
    daysPerMonth: z.number().int().min(28).max(31),
    lines,
    apart: z
      .object({
        redis: z.object({ title, monthly: z.number().positive(), source, confirmedBy }).strict(),
        identityPlatform: z.object({ title, tiers: z.array(tier).min(1), source, confirmedBy }).strict(),
      })
      .strict(),
  })
  .strict();
export type Prices = z.output<typeof prices>;

export function readPrices(): Prices {
  return prices.parse(JSON.parse(readFileSync(join(import.meta.dirname, 'prices.json'), 'utf8')));
}
