import { readFile } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { type BuildOptions, build, type Metafile, type Plugin } from 'esbuild';

/**
 * Has esbuild put modules that the same functions need at load into one file. By itself it would also split them by what
 * is loaded later (each consumer, schedule and manifest is loaded by itself), into so many small files that finding them
 * costs a cold start more than running them.
 *
 * It does so by imports that are added while bundling: whoever imports one module of such a set imports all of it. A set's
 * modules are needed by at least the functions that need its importers, so sets import each other in no circle, and no
 * function loads a module at start that it did not ask for. The kernel is one set for all: small, pure, and beneath all.
 */
const ANCHOR = 'set:';
const SOURCE_FILE = /\.ts$/;

/** `written` are modules with another text than their files have. */
export async function sharedLoads(
  options: BuildOptions & { readonly entryPoints: string[] },
  written: ReadonlyMap<string, string>,
): Promise<Plugin> {
  const { metafile } = await build({ ...options, write: false, metafile: true, sourcemap: false });
  const imports = staticImports(metafile);
  const sets = setsOf(options.entryPoints, imports, packageImports(metafile));
  const setOf = new Map([...sets].flatMap(([set, files]) => files.map((file) => [file, set] as const)));
  return {
    name: 'shared-loads',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^set:/ }, ({ path }) => ({ path, namespace: 'set' }));
      onLoad({ filter: /.*/, namespace: 'set' }, ({ path }) => ({
        contents: (sets.get(path.slice(ANCHOR.length)) ?? []).map(importOf).join('\n'),
        resolveDir: process.cwd(),
      }));
      onLoad({ filter: SOURCE_FILE }, async ({ path }) => {
        const own = setOf.get(path);
        const others = new Set((imports.get(path) ?? []).map((file) => setOf.get(file)));
        const anchors = [...others].filter((set) => set !== undefined && set !== own);
        // On the first line, so that the source map keeps its lines.
        const added = anchors.map((set) => importOf(`${ANCHOR}${set}`)).join(' ');
        return { contents: `${added}${written.get(path) ?? (await readFile(path, 'utf8'))}`, loader: 'ts' };
      });
    },
  };
}

function importOf(path: string): string {
  return `import ${JSON.stringify(path)};`;
}

type Imports = ReadonlyMap<string, readonly string[]>;

/** Which of our modules each of them imports at load, by absolute path. */
function staticImports({ inputs }: Metafile): Imports {
  return new Map(
    Object.entries(inputs).map(([file, { imports }]) => [
      resolve(file),
      imports.filter(({ kind, external }) => kind === 'import-statement' && !external).map(({ path }) => resolve(path)),
    ]),
  );
}

/** Which packages each of our modules imports at load, itself. */
function packageImports({ inputs }: Metafile): Imports {
  return new Map(
    Object.entries(inputs).map(([file, { imports }]) => [
      resolve(file),
      imports
        .filter(({ kind, external, path }) => kind === 'import-statement' && external && !path.startsWith('node:'))
        .map(({ path }) => path),
    ]),
  );
}

/**
 * The modules that the same entry points, more than one, need at load, and that bring the same parts of the SDK with them: what is
 * loaded later may want one of them, and must not get one by it that its function has no use for.
 */
function setsOf(
  entryPoints: readonly string[],
  imports: Imports,
  packages: Imports,
): ReadonlyMap<string, readonly string[]> {
  const neededBy = new Map<string, string[]>();
  for (const [at, entry] of entryPoints.entries()) {
    for (const file of closureOf(entry, imports)) neededBy.set(file, [...(neededBy.get(file) ?? []), String(at)]);
  }
  const shared = [...neededBy]
    .filter(([, entries]) => entries.length > 1)
    .map(([file, entries]) => [
      file,
      isKernel(file) ? KERNEL : [...entries, ...kindsOf(file, imports, packages)].join(' '),
    ]);
  const sets = Map.groupBy(shared, ([, set = '']) => set);
  return new Map([...sets].map(([set, members]) => [set, members.map(([file = '']) => file).sort()]));
}

const KERNEL = 'kernel';

function isKernel(file: string): boolean {
  return basename(dirname(file)) === KERNEL;
}

/** The parts of the SDK that are not every function's; parameters and schemas are. */
const OF_A_KIND = /^firebase-functions\/(?!params$)/;

function kindsOf(file: string, imports: Imports, packages: Imports): readonly string[] {
  const below = [...closureOf(file, imports)].flatMap((one) => packages.get(one) ?? []);
  return [...new Set(below.filter((name) => OF_A_KIND.test(name)))].sort();
}

function closureOf(entry: string, imports: Imports): Set<string> {
  const found = new Set([entry]);
  // A set that grows is iterated to its end.
  for (const file of found) for (const imported of imports.get(file) ?? []) found.add(imported);
  return found;
}
