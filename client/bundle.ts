import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type BuildOptions, build, type Plugin } from 'esbuild';

/**
 * Bundles the client for the web. The server's pure rules come along as they are; their one import that is not for a
 * device, the contract with its zod schemas, is answered by the generated table of the same codes.
 */
const SOURCES = join(import.meta.dirname, 'src');

/** What stands in for a domain's contract: the codes of its refusals, and their words for the player. */
const WORDS: Readonly<Record<string, string>> = {
  events: 'generated/eventErrors.ts',
  withdrawals: 'generated/withdrawalErrors.ts',
};

const withoutSchemas: Plugin = {
  name: 'without-schemas',
  setup(bundler) {
    bundler.onResolve({ filter: /contract\.ts$/ }, ({ path, importer }) => {
      const target = join(dirname(importer), path);
      const [, domain = ''] = /functions\/src\/(\w+)\/contract\.ts$/.exec(target) ?? [];
      const table = WORDS[domain];
      if (table !== undefined) return { path: join(SOURCES, table) };
      return { errors: [{ text: `${path} has zod schemas in it: only its types may be imported` }] };
    });
  },
};

/**
 * The lowest browsers that the client is kept running in: syntax by esbuild, everything else by a test. They are those of early
 * 2022 that have Web Locks, and `findLast` of the shared rules.
 */
export const LOWEST_BROWSERS = ['chrome97', 'edge97', 'firefox104', 'safari15.4'] as const;

/** What every bundle with the client in it needs; also for the pages of tests and the demo. */
export const clientBundle: BuildOptions = {
  bundle: true,
  minify: true,
  format: 'esm',
  target: [...LOWEST_BROWSERS],
  plugins: [withoutSchemas],
  legalComments: 'none',
};

/**
 * What the package's other entries take from its first one is there once: an error that they throw is an instance of the very
 * class that the game has.
 */
export const besideIndex: Plugin = {
  name: 'beside-index',
  setup(bundler) {
    bundler.onResolve({ filter: /^\.\.\/index\.ts$/ }, ({ path, importer }) =>
      join(dirname(importer), path) === join(SOURCES, 'index.ts') ? { path: './index.js', external: true } : undefined,
    );
  },
};

/** An entry of the client as an app ships it, without Firebase and React, which the app brings; and without the first entry. */
export async function bundleClient(entry = 'index.ts'): Promise<Uint8Array> {
  const { outputFiles } = await build({
    ...clientBundle,
    entryPoints: [join(SOURCES, entry)],
    external: ['firebase/*', 'react'],
    plugins: [withoutSchemas, besideIndex],
    write: false,
    outfile: 'index.js',
  });
  const [file] = outputFiles;
  if (file === undefined) throw new Error('esbuild made no bundle');
  return file.contents;
}

export function gzipBytes(code: Uint8Array): number {
  return gzipSync(code, { level: 9 }).length;
}
