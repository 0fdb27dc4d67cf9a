import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { build } from 'esbuild';
import { clientBundle } from './bundle.ts';

/** `node client/build.ts [dist]` makes what the package ships: one ES module for each entry, and their types. */
const folder = import.meta.dirname;
const dist = resolve(process.argv[2] ?? join(folder, 'dist'));

rmSync(dist, { recursive: true, force: true });
await build({
  ...clientBundle,
  entryPoints: {
    index: join(folder, 'src/index.ts'),
    storage: join(folder, 'src/storage/jsonStorage.ts'),
    node: join(folder, 'src/node.ts'),
    'staff-signing': join(folder, 'src/staffSigning.ts'),
  },
  external: ['firebase/*', 'idb', 'node:*'],
  outdir: dist,
});
const types = ['-p', join(folder, 'tsconfig.json'), '--outDir', dist];
execFileSync(join(folder, '../node_modules/.bin/tsc'), types, { stdio: 'inherit' });
