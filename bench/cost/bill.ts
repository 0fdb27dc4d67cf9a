import { type PriceLine, type Prices, type PriceTier, RESOURCES, type Resource } from './prices.ts';

/** From what is used to what it costs: pure arithmetic, in the units of the price table. */
export type Quantities = Readonly<Record<Resource, number>>;

export interface BillLine {
  readonly resource: Resource;
  /** Of a month. */
  readonly quantity: number;
  /** What the free tier leaves of it. */
  readonly billed: number;
  readonly dollars: number;
}

export interface Bill {
  readonly lines: readonly BillLine[];
  readonly dollars: number;
}

export const NOTHING: Quantities = {
  firestoreReads: 0,
  firestoreWrites: 0,
  firestoreDeletes: 0,
  firestoreTtlDeletes: 0,
  firestoreStorage: 0,
  firestoreEgress: 0,
  requests: 0,
  cpu: 0,
  memory: 0,
  functionEgress: 0,
  pubsub: 0,
  eventarc: 0,
  logging: 0,
  schedules: 0,
};

export function mapQuantities(of: (resource: Resource) => number): Quantities {
  const mapped = { ...NOTHING };
  for (const resource of RESOURCES) mapped[resource] = of(resource);
  return mapped;
}

export function addQuantities(left: Quantities, right: Quantities): Quantities {
  return mapQuantities((resource) => left[resource] + right[resource]);
}

export function timesQuantities(quantities: Quantities, factor: number): Quantities {
  return mapQuantities((resource) => quantities[resource] * factor);
}

/** The bill of a month in which every day is the same. */
export function billOf(month: Quantities, { lines, daysPerMonth }: Pick<Prices, 'lines' | 'daysPerMonth'>): Bill {
  const billed = RESOURCES.map((resource) => billLine(resource, month[resource], lines[resource], daysPerMonth));
  return { lines: billed, dollars: billed.reduce((sum, { dollars }) => sum + dollars, 0) };
}

function billLine(resource: Resource, quantity: number, line: PriceLine, daysPerMonth: number): BillLine {
  const free = line.freePer === 'day' ? line.free * daysPerMonth : line.free;
  const billed = Math.max(0, quantity - free);
  return { resource, quantity, billed, dollars: (billed / line.per) * line.price };
}

/** Where each unit costs by the tier that it falls into, as taxes do. */
export function tieredDollars(units: number, tiers: readonly PriceTier[]): number {
  return tiers.reduce((sum, { from, price }, at) => {
    const until = Math.min(units, tiers[at + 1]?.from ?? Number.POSITIVE_INFINITY);
    return sum + Math.max(0, until - from) * price;
  }, 0);
}

/** What one function is asked in a month, and what an invocation takes. */
export interface Load {
  readonly requests: number;
  readonly secondsEach: number;
  readonly cpuSecondsEach: number;
}

const BILLED_STEP_SECONDS = 0.1;
const SECONDS_A_DAY = 86_400;

/**
 * How full the platform lets an instance become before it starts another one: its autoscaler aims at 60 % of the CPU and
 * of the configured concurrency.
 */
export const TARGET_UTILISATION = 0.6;

/**
 * Seconds for which instances of a function are billed, with requests spread evenly over the month. Cloud Run bills an
 * instance while it has a request, in steps of 100 ms, however many it has then. So few requests, which do not meet,
 * are billed one by one; many share instances, which are billed for the time in which there is any request, or for what
 * their CPU or concurrency make necessary, if that is more.
 */
export function instanceSeconds(load: Load, concurrency: number, daysPerMonth: number): number {
  const { requests, secondsEach, cpuSecondsEach } = load;
  const monthSeconds = daysPerMonth * SECONDS_A_DAY;
  const apart = requests * Math.ceil(secondsEach / BILLED_STEP_SECONDS) * BILLED_STEP_SECONDS;
  const anyRequest = monthSeconds * -Math.expm1((-requests * secondsEach) / monthSeconds);
  const byCpu = (requests * cpuSecondsEach) / TARGET_UTILISATION;
  const byConcurrency = (requests * secondsEach) / (concurrency * TARGET_UTILISATION);
  return Math.min(apart, Math.max(anyRequest, byCpu, byConcurrency));
}

/** Bytes that Pub/Sub bills for one request: never fewer than 1,000. */
export function pubsubBytes(sent: number): number {
  return sent === 0 ? 0 : Math.max(1_000, sent);
}
