/** `npm run simulate -- --real`: worlds on the emulator suite, on the one that runs or on a fresh one. */
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { inSuite } from './suite/inSuite.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    ops: { type: 'string', default: '2000' },
    real: { type: 'boolean' },
    verbose: { type: 'boolean', default: false },
  },
});
const seed = values.seed === undefined ? randomInt(1_000_000_000) : Number(values.seed);

process.exitCode = await inSuite(import.meta.filename, async () => {
  const { runReal } = await import('../test/model/real/runReal.ts');
  const { steps, seconds, outcomes, failure } = await runReal(seed, Number(values.ops));
  console.log(
    `seed ${seed}: ${steps} operations on the suite in ${seconds.toFixed(1)} s: ${failure ?? 'no discrepancy'}`,
  );
  if (values.verbose) for (const [outcome, times] of [...outcomes].sort()) console.log(`  ${times} ${outcome}`);
  return failure === undefined ? 0 : 1;
});
process.exit();
