/**
 * `npm run build`: checks the functions' types and bundles them into `functions/lib`, few files for each
 * function instead of a hundred and more: a cold start pays for each module that it loads.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import { bundleFunctions } from './bundleFunctions.ts';
import { binFolder, repositoryRoot } from './suite/paths.ts';

const lib = join(repositoryRoot, 'functions', 'lib');
const types = spawnSync(join(binFolder, 'tsc'), ['--noEmit', '-p', 'functions/tsconfig.json'], {
  cwd: repositoryRoot,
  stdio: 'inherit',
});
if (types.status !== 0) process.exit(1);
await bundleFunctions(lib);
