import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { prepareFunctions } from '../../scripts/suite/build.ts';
import { repositoryRoot } from '../../scripts/suite/paths.ts';
import type { Progress } from '../benchmarks.ts';
import type { Claim, Report, Table } from '../report.ts';
import { median, pairedRatio } from '../statistics.ts';
import { entryPointsAtLoad } from './entryPoints.ts';
import { nodeOutput } from './freshProcess.ts';

/**
 * What our own code adds to a cold start: each variant is loaded in a fresh process, in turns, so that a busy machine is
 * busy for all of them. Only the load is timed, not the start of Node, which would flatter the ratio.
 */
const ROUNDS = 15;
const MAX_RATIO = 1.25;

interface Variant {
  readonly name: string;
  readonly specifiers: readonly string[];
}

interface Load {
  readonly wallMs: number;
  readonly cpuMs: number;
}

export async function measureColdStart(progress: Progress): Promise<Report> {
  const scratch = mkdtempSync(join(tmpdir(), 'earnplay-bench-'));
  try {
    const folder = join(scratch, 'functions');
    // A copy, because a build that another command starts meanwhile would pull the files from under the measurement.
    const source = join(repositoryRoot, 'functions');
    await prepareFunctions(
      { source, build: process.env.EARNPLAY_SKIP_BUILD !== '1', live: false },
      folder,
      process.env,
    );
    return await measure(folder, progress);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function measure(folder: string, progress: Progress): Promise<Report> {
  const entryPoints = await entryPointsAtLoad(folder);
  const sdk = entryPoints.filter((name) => name.startsWith('firebase-functions'));
  const variants: readonly Variant[] = [
    { name: 'functions/lib/index.js', specifiers: ['./lib/index.js'] },
    { name: `bare: ${entryPoints.join(', ')}`, specifiers: entryPoints },
    { name: 'bare, firebase-functions only', specifiers: sdk },
  ];
  const loads = variants.map((): Load[] => []);
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const [at, { specifiers }] of variants.entries()) {
      const load = await timeLoad(specifiers, folder);
      // The first round brings the files into the page cache.
      if (round > 0) loads[at]?.push(load);
    }
    progress(`round ${round} of ${ROUNDS}`);
  }
  return report(variants, loads);
}

const loadSchema = z.object({ wallMs: z.number(), cpuMs: z.number() });

async function timeLoad(specifiers: readonly string[], folder: string): Promise<Load> {
  const imports = specifiers.map((name) => `import(${JSON.stringify(name)})`).join(', ');
  const source = `
    const startedMs = performance.now();
    const cpu = process.cpuUsage();
    await Promise.all([${imports}]);
    const wallMs = performance.now() - startedMs;
    const { user, system } = process.cpuUsage(cpu);
    process.stdout.write(JSON.stringify({ wallMs, cpuMs: (user + system) / 1000 }));
    process.exit();`;
  return loadSchema.parse(JSON.parse(await nodeOutput(source, folder)));
}

function report(variants: readonly Variant[], loads: readonly (readonly Load[])[]): Report {
  const [ours = []] = loads;
  const rows = variants.map(({ name }, at) => {
    const its = loads[at] ?? [];
    const columns = [(load: Load) => load.wallMs, (load: Load) => load.cpuMs];
    return [name, ...columns.map((of) => median(its.map(of))), ...columns.map((of) => ratio(ours, its, of))];
  });
  const table: Table = {
    title: 'Cold start',
    note: `Medians of ${ROUNDS} rounds of fresh processes, in turns; the load alone, without the start of Node. Ratios are taken within a round. The bare load imports exactly what functions/lib was seen to import from packages while it loaded.`,
    columns: ['loaded', 'wall ms', 'CPU ms', 'ours / this, wall', 'ours / this, CPU'],
    rows,
  };
  const measured = ratio(ours, loads[1] ?? [], (load) => load.wallMs);
  const claim: Claim = {
    claim: `loading the functions costs at most ${MAX_RATIO} times the bare load of what they import`,
    measured: `${measured.toFixed(2)} times`,
    holds: measured <= MAX_RATIO,
  };
  return { benchmark: 'cold-start', tables: [table], claims: [claim] };
}

function ratio(ours: readonly Load[], others: readonly Load[], of: (load: Load) => number): number {
  return pairedRatio(ours.map(of), others.map(of));
}
