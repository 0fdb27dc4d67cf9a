import { z } from 'zod';
import { median, pairedRatio } from '../statistics.ts';
import { nodeOutput } from './freshProcess.ts';
import type { Load } from './loads.ts';

/** How long loads take, each in a fresh process; only the load, without the start of Node, which would flatter the ratio. */
const spent = z.object({ wallMs: z.number(), cpuMs: z.number() });
type Spent = z.output<typeof spent>;

/** How many functions are measured after one bare load, which they are compared with. */
const FUNCTIONS_A_BARE = 3;

export interface Measured {
  readonly name: string;
  readonly load: Load;
  readonly wallMs: number;
  readonly bareMs: number;
  readonly ratio: number;
  readonly cpuRatio: number;
}

/**
 * Loads every function and, between them, what it imports from packages and nothing else, in turns. What is compared was
 * measured within a second or two, so that a machine that is busy is busy for both.
 */
export async function timeLoads(
  folder: string,
  loads: ReadonlyMap<string, Load>,
  rounds: number,
  progress: (round: number) => void,
): Promise<readonly Measured[]> {
  const ours = new Map<string, Spent[]>([...loads.keys()].map((name) => [name, []]));
  const bare = new Map<string, Spent[]>([...loads.keys()].map((name) => [name, []]));
  const turns = turnsOf(loads);
  // The first round brings the files into the page cache.
  for (let round = 0; round <= rounds; round += 1) {
    for (const { packages, names } of turns) {
      const alone = await timePackages(folder, packages);
      for (const name of names) {
        const its = await timeFunction(folder, name);
        if (round > 0) ours.get(name)?.push(its);
        if (round > 0) bare.get(name)?.push(alone);
      }
    }
    progress(round);
  }
  return [...loads].map(([name, load]) => summary(name, load, ours.get(name) ?? [], bare.get(name) ?? []));
}

/** A few functions that import the same packages, to be measured after one bare load of these. */
interface Turn {
  readonly packages: readonly string[];
  readonly names: readonly string[];
}

function turnsOf(loads: ReadonlyMap<string, Load>): readonly Turn[] {
  const kinds = Map.groupBy(loads, ([, { packages }]) => packages.join(' '));
  return [...kinds.values()].flatMap((members) => {
    const names = members.map(([name]) => name);
    const starts = names.map((_, at) => at).filter((at) => at % FUNCTIONS_A_BARE === 0);
    const packages = members[0]?.[1].packages ?? [];
    return starts.map((at) => ({ packages, names: names.slice(at, at + FUNCTIONS_A_BARE) }));
  });
}

function summary(name: string, load: Load, ours: readonly Spent[], bare: readonly Spent[]): Measured {
  const walls = (of: readonly Spent[]) => of.map(({ wallMs }) => wallMs);
  const cpus = (of: readonly Spent[]) => of.map(({ cpuMs }) => cpuMs);
  return {
    ...{ name, load },
    wallMs: median(walls(ours)),
    bareMs: median(walls(bare)),
    ratio: pairedRatio(walls(ours), walls(bare)),
    cpuRatio: pairedRatio(cpus(ours), cpus(bare)),
  };
}

function timeFunction(folder: string, name: string): Promise<Spent> {
  return time(folder, "createRequire(process.cwd() + '/')('./lib/index.cjs');", { FUNCTION_TARGET: name });
}

function timePackages(folder: string, packages: readonly string[]): Promise<Spent> {
  const imports = packages.map((name) => `import(${JSON.stringify(name)})`).join(', ');
  return time(folder, `await Promise.all([${imports}]);`);
}

async function time(folder: string, load: string, env: Readonly<Record<string, string>> = {}): Promise<Spent> {
  const source = `
    import { createRequire } from 'node:module';
    const startedMs = performance.now();
    const cpu = process.cpuUsage();
    ${load}
    const wallMs = performance.now() - startedMs;
    const { user, system } = process.cpuUsage(cpu);
    process.stdout.write(JSON.stringify({ wallMs, cpuMs: (user + system) / 1000 }));
    process.exit();`;
  return spent.parse(JSON.parse(await nodeOutput(source, folder, env)));
}
