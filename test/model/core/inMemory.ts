import { readKnown } from '../known/known.ts';
import { drawWorld } from './generate.ts';
import { minimise } from './minimise.ts';
import { loadKinds } from './registry.ts';
import { type Result, Simulation } from './simulation.ts';

/** Draws and runs worlds in this process, behind open doors. */

export async function runWorld(seed: number, count: number): Promise<Result> {
  const kinds = await loadKinds();
  return new Simulation(drawWorld(seed, count, kinds), kinds).run();
}

/** A world that is kept because of what it once found. */
export async function runKnown(name: string): Promise<Result> {
  return new Simulation(readKnown(name).world, await loadKinds()).run();
}

/** The shortest list of operations, found in half a minute, with which the world of this seed still fails. */
export async function explain(seed: number, count: number): Promise<readonly string[]> {
  const kinds = await loadKinds();
  const world = drawWorld(seed, count, kinds);
  const run = (operations: typeof world.operations) => new Simulation({ ...world, operations }, kinds).run();
  const { failure, steps } = await run(world.operations);
  if (failure === undefined) return ['It does not fail any more.'];
  const shortest = await minimise(world.operations.slice(0, steps), async (operations) => {
    return likeness((await run(operations)).failure?.text) === likeness(failure.text);
  });
  const last = (await run(shortest)).failure;
  return [
    failure.text,
    `On this deployment: ${JSON.stringify(world.deployment)}`,
    `The shortest that fails: ${shortest.length} of ${count} operations, and then: ${last?.text}`,
    ...shortest.map((one) => `  ${JSON.stringify({ ...one, at: new Date(one.atMs).toISOString() })}`),
  ];
}

/** What failed, without the names and numbers that another run has otherwise. */
function likeness(text: string | undefined): string | undefined {
  return text?.replaceAll(/[\w-]*\d[\w-]*/g, '#').slice(0, 60);
}
