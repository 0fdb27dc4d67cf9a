import { statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { nodeOutput } from './freshProcess.ts';

/**
 * What an instance of one function loads, asked of the module loader and so always what is really loaded. `folder` is what
 * a deployment uploads; `specifier` is loaded by `require`, as the platform does, or is a package to look at alone.
 */
export interface Load {
  /** Package entry points that our own files import. */
  readonly packages: readonly string[];
  /** Our own files, relative to `folder`. */
  readonly own: readonly string[];
  readonly ownBytes: number;
  /** Files of packages, relative to the folder of packages. */
  readonly foreign: readonly string[];
}

const RECORDER = `
import { createRequire, registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';
const lib = pathToFileURL(process.cwd() + '/lib/').href;
const packages = new Set(), files = new Set();
registerHooks({
  resolve(specifier, context, next) {
    const isOurs = context.parentURL?.startsWith(lib) ?? false;
    if (isOurs && !/^(node:|[./])/.test(specifier)) packages.add(specifier);
    const found = next(specifier, context);
    if (found.url.startsWith('file:')) files.add(found.url);
    return found;
  },
});
`;
const PRINT = 'process.stdout.write(JSON.stringify({ packages: [...packages], files: [...files] })); process.exit();';

const recorded = z.object({ packages: z.array(z.string()), files: z.array(z.string()) });

export async function loadOfFunction(folder: string, name: string): Promise<Load> {
  const source = `${RECORDER} createRequire(process.cwd() + '/')('./lib/index.cjs'); ${PRINT}`;
  return read(folder, await nodeOutput(source, folder, { FUNCTION_TARGET: name }));
}

export async function loadOfPackages(folder: string, names: readonly string[]): Promise<Load> {
  const imports = names.map((name) => `await import(${JSON.stringify(name)});`).join(' ');
  return read(folder, await nodeOutput(`${RECORDER} ${imports} ${PRINT}`, folder));
}

function read(folder: string, output: string): Load {
  const { packages, files } = recorded.parse(JSON.parse(output));
  const paths = files.map((url) => fileURLToPath(url)).filter((path) => !path.endsWith('.json'));
  const own = paths.filter((path) => path.includes('/lib/') && !path.includes('/node_modules/'));
  const ownBytes = own.reduce((sum, path) => sum + statSync(path).size, 0);
  const foreign = paths.filter((path) => path.includes('/node_modules/'));
  return {
    packages: packages.sort(),
    own: own.map((path) => relative(join(folder), path)).sort(),
    ownBytes,
    foreign: foreign.map((path) => path.slice(path.lastIndexOf('/node_modules/') + '/node_modules/'.length)).sort(),
  };
}
