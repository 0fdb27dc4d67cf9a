import { parseArgs } from 'node:util';
import { openDoors } from '../test/model/doors/openDoors.ts';
import { findMutation } from '../test/model/mutations/mutations.ts';

/** One process of `runWorlds` (test/model/core): runs every so-manieth world, and reports each to its parent. */
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    ops: { type: 'string', default: '2000' },
    worlds: { type: 'string', default: '1' },
    stride: { type: 'string', default: '1' },
    mutation: { type: 'string' },
  },
});

// Nobody is left to report to.
process.once('disconnect', () => process.exit());

openDoors(values.mutation === undefined ? undefined : findMutation(values.mutation));
const { runWorld } = await import('../test/model/core/inMemory.ts');
for (let world = 0; world < Number(values.worlds); world += 1) {
  const { seed, steps, outcomes, failure } = await runWorld(
    Number(values.seed) + world * Number(values.stride),
    Number(values.ops),
  );
  const { user, system } = process.cpuUsage();
  const report = { seed, steps, outcomes: [...outcomes], failure: failure?.text, cpuSeconds: (user + system) / 1e6 };
  if (process.send === undefined) console.log(report);
  else await new Promise((sent) => process.send?.(report, sent));
  if (failure !== undefined) break;
}
process.disconnect?.();
