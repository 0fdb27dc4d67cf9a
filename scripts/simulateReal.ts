/** `npm run simulate -- --real`: worlds on the emulator suite, on the one that runs or on a fresh one. */
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { publishedKeys } from '../test/model/core/adNetwork.ts';
import { demoSettings } from '../test/support/demoSettings.ts';
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
  // The use cases run in this process as well, with the keys of the suite's own functions and an ad network of ours.
  const keys = `data:application/json,${encodeURIComponent(JSON.stringify(publishedKeys))}`;
  Object.assign(process.env, demoSettings(), { ADMOB_VERIFIER_KEYS_URL: keys });
  const { runReal } = await import('../test/model/real/runReal.ts');
  const { steps, seconds, outcomes, failure } = await runReal(seed, Number(values.ops));
  console.log(
    `seed ${seed}: ${steps} operations on the suite in ${seconds.toFixed(1)} s: ${failure ?? 'no discrepancy'}`,
  );
  if (values.verbose) for (const [outcome, times] of [...outcomes].sort()) console.log(`  ${times} ${outcome}`);
  return failure === undefined ? 0 : 1;
});
process.exit();
