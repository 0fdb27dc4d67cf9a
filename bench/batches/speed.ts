import { world } from '../../test/support/world.ts';
import type { Progress } from '../progress.ts';
import type { Cell, Claim, Report } from '../report.ts';
import { median, pairedRatio, percentile } from '../statistics.ts';
import type { Design } from './design.ts';
import { designs, ours, perEvent } from './designs.ts';
import { playedYesterday, SIZES, worth } from './workload.ts';

type Part = Pick<Report, 'tables' | 'claims'>;

/** Bounded, since one transaction per event takes seconds for the large ones. */
const RUNS: Readonly<Record<(typeof SIZES)[number], number>> = { 1: 40, 10: 20, 50: 25, 100: 9, 500: 5 };
const WARM_UPS = 5;
const WARM_UP_SIZE = 10;
const CLAIMED_SIZE = 50;
const MIN_RATIO = 20;

/** EarnPlay as a client sees it: the callable protocol, a verified token, and the emulator's way of running functions. */
const overHttp: Design = {
  ...ours,
  name: 'EarnPlay over HTTP',
  async newPlayer() {
    const player = await world.player();
    people.set(player.uid, player);
    return player.uid;
  },
  async send(uid, events) {
    const { error } = (await people.get(uid)?.call('batchEvents', { events })) ?? {};
    if (error !== undefined) throw new Error(`batchEvents: ${JSON.stringify(error)}`);
  },
};
const people = new Map<string, Awaited<ReturnType<typeof world.player>>>();

export async function measureSpeed(progress: Progress): Promise<Part> {
  const contenders = [...designs, overHttp];
  for (const design of contenders) {
    for (let run = 0; run < WARM_UPS; run += 1) await timeBatch(design, WARM_UP_SIZE);
  }
  const rows: Cell[][] = [];
  const claims: Claim[] = [];
  for (const size of SIZES) {
    const times = await timeInTurns(contenders, size);
    const own = times.get(ours) ?? [];
    for (const design of contenders) {
      const its = times.get(design) ?? [];
      const perSecond = Math.round((size * 1_000) / median(its));
      const against = pairedRatio(its, own);
      rows.push([size, design.name, its.length, median(its), percentile(its, 0.95), perSecond, against]);
      if (size === CLAIMED_SIZE && design === perEvent) claims.push(claim(against));
    }
    progress(`${RUNS[size]} runs of ${size} events timed`);
  }
  const note =
    'One batch at a time, a fresh player for each, the designs in turns in the same run, all in one process except over HTTP. Events per second at the median; ratios are taken within a turn. The baselines do far less per event than EarnPlay (see bench/baselines/), and for single events they are faster.';
  const columns = ['events', 'design', 'runs', 'p50 ms', 'p95 ms', 'events/s', 'EarnPlay’s events/s ÷ this'];
  return { tables: [{ title: 'Latency and throughput', note, columns, rows }], claims };
}

async function timeInTurns(
  contenders: readonly Design[],
  size: (typeof SIZES)[number],
): Promise<Map<Design, number[]>> {
  const times = new Map<Design, number[]>(contenders.map((design) => [design, []]));
  for (let run = 0; run < RUNS[size]; run += 1) {
    for (const design of contenders) times.get(design)?.push(await timeBatch(design, size));
  }
  return times;
}

/** Milliseconds until the answer; a design that did not credit what it should have is not worth timing. */
async function timeBatch(design: Design, size: number): Promise<number> {
  const uid = await design.newPlayer();
  const events = playedYesterday(size);
  const startedMs = performance.now();
  await design.send(uid, events);
  const tookMs = performance.now() - startedMs;
  const credited = await design.coins(uid);
  if (credited !== worth(events)) throw new Error(`${design.name} credited ${credited} of ${worth(events)} coins`);
  return tookMs;
}

function claim(ratio: number): Claim {
  return {
    claim: `${CLAIMED_SIZE} events at a time: at least ${MIN_RATIO} times the events per second of one transaction per event`,
    measured: `${ratio.toFixed(1)} times`,
    holds: ratio >= MIN_RATIO,
  };
}
