/**
 * `npm run simulate`: plays worlds of the economy against an oracle; test/model/README.md tells how it works.
 * `-- --seed N --ops M` plays one world again, `--worlds W` so many from that seed on, `--minutes T` as many as fit;
 * `--known NAME` one of test/model/known; `--real` plays them on the emulator suite.
 */
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { explainWorld, runWorlds, type Summary } from '../test/model/core/runWorlds.ts';

const DEFAULT_OPS = 2_000;
const DEFAULT_WORLDS = 100;
const MOST_WORLDS = 1_000_000;

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    ops: { type: 'string', default: String(DEFAULT_OPS) },
    worlds: { type: 'string' },
    minutes: { type: 'string' },
    jobs: { type: 'string', default: '2' },
    verbose: { type: 'boolean', default: false },
    known: { type: 'string' },
    real: { type: 'boolean', default: false },
  },
});

const seed = values.seed === undefined ? randomInt(1_000_000_000) : Number(values.seed);
const ops = Number(values.ops);

if (values.real) await import('./simulateReal.ts');
else process.exitCode = values.known === undefined ? await play() : await playKnown(values.known);

async function play(): Promise<number> {
  const minutes = values.minutes === undefined ? undefined : Number(values.minutes);
  const one = values.seed !== undefined && values.worlds === undefined && minutes === undefined;
  const enough = minutes === undefined ? DEFAULT_WORLDS : MOST_WORLDS;
  const worlds = Number(values.worlds ?? (one ? 1 : enough));
  const untilMs = minutes === undefined ? {} : { untilMs: performance.now() + minutes * 60_000 };
  const summary = await runWorlds({ seed, ops, worlds, jobs: Number(values.jobs), progress: print, ...untilMs });
  print(summary);
  if (values.verbose) for (const [outcome, times] of [...summary.outcomes].sort()) console.log(`  ${times} ${outcome}`);
  if (summary.failure === undefined) return 0;
  console.log(`\nThe world of seed ${summary.failure.seed} failed. Play it again with:`);
  console.log(`  npm run simulate -- --seed ${summary.failure.seed} --ops ${ops}\n`);
  console.log(await explainWorld(summary.failure.seed, ops));
  return 1;
}

async function playKnown(known: string): Promise<number> {
  const { failure } = await runWorlds({ seed, ops, worlds: 1, jobs: 1, known });
  console.log(`${known}: ${failure?.text ?? 'no discrepancy'}`);
  return failure === undefined ? 0 : 1;
}

function print({ worlds, steps, seconds, cpuSeconds, failure }: Summary): void {
  const pace = `${Math.round(steps / Math.max(seconds, 0.001))} a second, ${cpuSeconds.toFixed(1)} CPU seconds`;
  const state = failure === undefined ? 'no discrepancy' : 'a discrepancy';
  console.log(`seed ${seed}: ${steps} operations in ${worlds} worlds, ${seconds.toFixed(1)} s, ${pace}: ${state}`);
}
