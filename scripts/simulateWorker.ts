import { parseArgs } from 'node:util';
import { openDoors } from '../test/model/doors/openDoors.ts';
import { findMutation } from '../test/model/mutations/mutations.ts';

/**
 * One process of `runWorlds` (test/model/core): runs every so-manieth world, or one that is known, and reports each to
 * its parent. `--explain` looks for the shortest list of operations with which a world still fails, and prints it.
 */
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    ops: { type: 'string', default: '2000' },
    worlds: { type: 'string', default: '1' },
    stride: { type: 'string', default: '1' },
    mutation: { type: 'string' },
    known: { type: 'string' },
    explain: { type: 'boolean', default: false },
  },
});

// Nobody is left to report to.
process.once('disconnect', () => process.exit());

openDoors(values.mutation === undefined ? undefined : findMutation(values.mutation));
const { explain, runKnown, runWorld } = await import('../test/model/core/inMemory.ts');
const [first, ops] = [Number(values.seed), Number(values.ops)];

if (values.explain) for (const line of await explain(first, ops)) console.log(line);
else for (let world = 0; world < Number(values.worlds); world += 1) if (!(await play(world))) break;
process.disconnect?.();

/** Whether nothing was found. */
async function play(world: number): Promise<boolean> {
  const { seed, steps, outcomes, digest, failure } =
    values.known === undefined
      ? await runWorld(first + world * Number(values.stride), ops)
      : await runKnown(values.known);
  const { user, system } = process.cpuUsage();
  const cpuSeconds = (user + system) / 1e6;
  const report = { seed, steps, outcomes: [...outcomes], digest, failure: failure?.text, cpuSeconds };
  if (process.send === undefined) console.log(report);
  else await new Promise((sent) => process.send?.(report, sent));
  return failure === undefined;
}
