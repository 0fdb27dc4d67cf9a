import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Progress } from '../progress.ts';
import type { Claim, Report, Table } from '../report.ts';
import { type Build, buildHouse } from './builds.ts';
import { type FirstCall, measureFirstCalls } from './firstCalls.ts';
import { type Load, loadOfFunction } from './loads.ts';
import { type Measured, timeLoads } from './timing.ts';

/**
 * What our own code adds to a cold start, function by function: as the house is, and as it would be with twice as much
 * code. Times are compared within a round with a bare load of exactly those package entry points that the function was
 * seen to import.
 */
const ROUNDS = 11;
/**
 * Of CPU time, which is what a load costs: on a machine that does other things as well, the wall clock tells ratios from
 * 1.05 to 1.26 of schedules that load the very same files.
 */
const MAX_RATIO = 1.25;
/** Of the doubled house, the slowest functions of the one as it is are measured again, and one of each other kind. */
const SLOWEST = 4;
const KINDS = ['createUser', 'expireHolds', 'onReferralClaimed', 'staff'];
const MADE_UP = 'sayHello1';

export async function measureColdStart(progress: Progress): Promise<Report> {
  const scratch = mkdtempSync(join(tmpdir(), 'earnplay-bench-'));
  try {
    const now = await buildHouse(join(scratch, 'now'), false);
    const names = deployedBy(now);
    const asItIs = await measured(now, names, (line) => progress(`as it is, ${line}`));
    const slowest = asItIs.toSorted((left, right) => right.cpuRatio - left.cpuRatio).slice(0, SLOWEST);
    const doubled = await buildHouse(join(scratch, 'doubled'), true);
    const again = new Set([...slowest.map(({ name }) => name), ...KINDS, MADE_UP]);
    const larger = await measured(doubled, [...again], (line) => progress(`doubled, ${line}`));
    progress('first calls');
    const calls = [await measureFirstCalls(now.folder), await measureFirstCalls(doubled.folder)] as const;
    return report(asItIs, larger, doubled, calls);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** All that the build deploys, as its index says. */
function deployedBy({ folder }: Build): string[] {
  return Object.keys(createRequire(join(folder, 'package.json'))('./lib/index.cjs')).sort();
}

async function measured({ folder }: Build, names: readonly string[], progress: Progress): Promise<readonly Measured[]> {
  const loads = new Map<string, Load>();
  for (const name of names) loads.set(name, await loadOfFunction(folder, name));
  return timeLoads(folder, loads, ROUNDS, (round) => progress(`round ${round} of ${ROUNDS}`));
}

function report(
  asItIs: readonly Measured[],
  larger: readonly Measured[],
  doubled: Build,
  [calls, callsThen]: readonly [readonly FirstCall[], readonly FirstCall[]],
): Report {
  const note = `Medians of ${ROUNDS} rounds of fresh processes, in turns; the load alone, without the start of Node. The bare load imports exactly what the function's own files were seen to import from packages. Files and kilobytes are our own, and do not change with the machine.`;
  return {
    benchmark: 'cold-start',
    tables: [
      { title: 'Cold start of each function', note, ...loadTable(asItIs) },
      {
        title: 'With twice as much code',
        note: `The made-up domain was added ${doubled.added} times, until functions/src had doubled.`,
        ...loadTable(larger),
      },
      {
        title: 'What the first call loads besides',
        note: 'For information: the domains that concern it, each found by what the build lists, and the admin SDK, which comes with the first read of Firestore.',
        columns: ['function', 'what', 'manifests', 'ms', 'manifests, doubled', 'ms, doubled', 'admin SDK, ms'],
        rows: calls.map(({ name, what, manifests, ms, adminMs }, at) => {
          const then = callsThen[at];
          return [name, what, manifests, ms, then?.manifests ?? '', then?.ms ?? '', adminMs];
        }),
      },
    ],
    claims: [claimOf('as the functions are', asItIs), claimOf('in a house of twice the code', larger)],
  };
}

function loadTable(functions: readonly Measured[]): Pick<Table, 'columns' | 'rows'> {
  return {
    columns: ['function', 'files', 'KB', 'ms', 'bare ms', 'ours / bare', 'ours / bare, CPU'],
    rows: functions.map(({ name, load, wallMs, bareMs, ratio, cpuRatio }) => {
      return [name, load.own.length, Math.round(load.ownBytes / 1_000), wallMs, bareMs, ratio, cpuRatio];
    }),
  };
}

function claimOf(which: string, functions: readonly Measured[]): Claim {
  const worst = functions.reduce((left, right) => (right.cpuRatio > left.cpuRatio ? right : left));
  return {
    claim: `${which}, loading any one costs at most ${MAX_RATIO} times the CPU time of the bare load of what it imports`,
    measured: `${worst.cpuRatio.toFixed(2)} times (${worst.name})`,
    holds: worst.cpuRatio <= MAX_RATIO,
  };
}
