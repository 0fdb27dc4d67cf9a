import { join } from 'node:path';
import { build } from 'esbuild';
import { repositoryRoot } from './suite/paths.ts';

/** Bundles the functions' own modules into `folder/index.js`; packages stay imports, loaded where they are needed. */
export async function bundleFunctions(folder: string): Promise<void> {
  await build({
    entryPoints: [join(repositoryRoot, 'functions', 'src', 'index.ts')],
    outfile: join(folder, 'index.js'),
    bundle: true,
    packages: 'external',
    platform: 'node',
    target: 'node24',
    format: 'esm',
    sourcemap: true,
    sourcesContent: false,
    logLevel: 'warning',
  });
}
