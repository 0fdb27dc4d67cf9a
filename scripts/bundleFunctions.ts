import { existsSync } from 'node:fs';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type BuildOptions, build } from 'esbuild';
import type { Domain } from '../functions/src/platform/manifest/domain.ts';
import { sharedLoads } from './bundle/sharedLoads.ts';
import { furnishedText, indexText, MADE } from './bundle/texts.ts';
import { repositoryRoot } from './suite/paths.ts';

/**
 * Bundles the functions' own modules into `folder`: a file for each domain's functions, and beside them what they share
 * and what is loaded later. Packages stay imports. `index.cjs` is what the platform loads (decision 7).
 */
const SOURCE = join(repositoryRoot, 'functions', 'src');
const FURNISHED = 'furnished';

export async function bundleFunctions(folder: string, source = SOURCE): Promise<void> {
  const { domains }: { readonly domains: readonly Domain[] } = await import(
    pathToFileURL(join(source, 'gathered.ts')).href
  );
  const entryOf = (module: string) => join(source, `${module}.ts`);
  const options = {
    entryPoints: [
      ...[FURNISHED, ...Object.values(MADE)].map(entryOf),
      ...domains.map(({ name }) => entryOf(`${name}/functions`)).filter(existsSync),
    ],
    outdir: folder,
    outbase: source,
    bundle: true,
    splitting: true,
    packages: 'external',
    platform: 'node',
    target: 'node24',
    format: 'esm',
    chunkNames: 'shared/[name]-[hash]',
    sourcemap: true,
    sourcesContent: false,
    logLevel: 'warning',
  } satisfies BuildOptions;
  const made = new Map([[entryOf(FURNISHED), await furnishedText(domains, source)]]);
  const shared = await sharedLoads(options, made);
  const { metafile } = await build({ ...options, plugins: [shared], metafile: true });
  const written = Object.keys(metafile.outputs).map((path) => resolve(path));
  const index = join(folder, 'index.cjs');
  await removeAllBut(folder, new Set([...written, index]));
  // Always the same file, and the last to change: the emulator, which watches, then loads all of them anew.
  await writeFile(index, await indexText(domains, FURNISHED));
}

/** What an earlier build has left. */
async function removeAllBut(folder: string, kept: ReadonlySet<string>): Promise<void> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && !kept.has(path)) await rm(path);
  }
}
