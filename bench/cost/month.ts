import { addQuantities, instanceSeconds, NOTHING, pubsubBytes, type Quantities, timesQuantities } from './bill.ts';
import { CONCURRENCY, type Deployed, VCPUS } from './deployed.ts';
import type { Usage } from './usage.ts';

/** From what was measured of a few players to what a month of many uses. Pure. */
export interface Part {
  readonly name: string;
  /** What was used while this happened `units` times. */
  readonly usage: readonly Usage[];
  readonly units: number;
  /** How often it happens in a month with so many players a day. */
  readonly timesAMonth: (players: number) => number;
}

export interface Design {
  readonly name: string;
  readonly parts: readonly Part[];
  readonly functions: readonly Deployed[];
  /** Bytes that a player's documents, with their index entries, are larger after a month. */
  readonly storedBytesAPlayer: number;
  readonly scheduledJobs: number;
}

/** Cloud Run writes a line of its own for each request; about what one is in a project without traces or headers. */
export const REQUEST_LOG_BYTES = 700;

const GIB = 2 ** 30;
const TIB = 2 ** 40;

export function monthOf(design: Design, players: number, daysPerMonth: number): Quantities {
  const used = design.parts.flatMap(({ usage, units, timesAMonth }) =>
    usage.map((one) => ({ usage: one, times: timesAMonth(players) / units })),
  );
  const messageBytes = meanOf(used.flatMap(({ usage }) => usage.published));
  const direct = used
    .map(({ usage, times }) => directOf(usage, times, kindOf(design, usage.who), messageBytes))
    .reduce(addQuantities, NOTHING);
  const stored = (design.storedBytesAPlayer * players) / GIB;
  const standing = { ...NOTHING, firestoreStorage: stored, schedules: design.scheduledJobs };
  return [direct, standing, instancesOf(design, used, daysPerMonth)].reduce(addQuantities, NOTHING);
}

interface Used {
  readonly usage: Usage;
  readonly times: number;
}

function kindOf({ functions }: Design, who: string): Deployed['kind'] | 'client' {
  return functions.find(({ name }) => name === who)?.kind ?? 'client';
}

function directOf(usage: Usage, times: number, kind: ReturnType<typeof kindOf>, messageBytes: number): Quantities {
  const { reads, writes, deletes, ttlDeletes } = usage.operations;
  const published = usage.published.map(pubsubBytes).reduce((sum, bytes) => sum + bytes, 0);
  const delivered = kind === 'pubsub' ? usage.calls * pubsubBytes(messageBytes) : 0;
  // An event is published to the trigger's topic and delivered from it.
  const transported = kind === 'firestore' ? 2 * Math.max(usage.requestBytes, usage.calls * pubsubBytes(1)) : 0;
  const each: Quantities = {
    ...NOTHING,
    firestoreReads: reads,
    firestoreWrites: writes,
    firestoreDeletes: deletes,
    firestoreTtlDeletes: ttlDeletes,
    firestoreEgress: kind === 'client' ? usage.firestoreBytes / GIB : 0,
    requests: usage.calls,
    functionEgress: kind === 'callable' ? usage.responseBytes / GIB : 0,
    pubsub: (published + delivered) / TIB,
    eventarc: transported / TIB,
    logging: (usage.logBytes + usage.calls * REQUEST_LOG_BYTES) / GIB,
  };
  return timesQuantities(each, times);
}

function instancesOf(design: Design, used: readonly Used[], daysPerMonth: number): Quantities {
  let [cpu, memory] = [0, 0];
  for (const { name, memoryGiB } of design.functions) {
    const its = used.filter(({ usage }) => usage.who === name);
    const total = (of: (usage: Usage) => number) => its.reduce((sum, { usage, times }) => sum + of(usage) * times, 0);
    const requests = total(({ calls }) => calls);
    if (requests === 0) continue;
    const secondsEach = total(({ durationMs }) => durationMs) / requests / 1_000;
    const cpuSecondsEach = total(({ cpuMs }) => cpuMs) / requests / 1_000;
    const seconds = instanceSeconds({ requests, secondsEach, cpuSecondsEach }, CONCURRENCY, daysPerMonth);
    cpu += seconds * VCPUS;
    memory += seconds * memoryGiB;
  }
  return { ...NOTHING, cpu, memory };
}

function meanOf(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
