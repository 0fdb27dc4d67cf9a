import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { clientBundle } from '../../../client/bundle.ts';
import { repositoryRoot } from '../../../scripts/suite/paths.ts';

type Client = typeof import('../../../client/src/index.ts');

declare global {
  /** What the built client calls in place of `setTimeout`. */
  var earnPlayTimer: (work: () => void, waitMs?: number) => unknown;
}

/** The client as it is shipped, for Node, with its timers (and no others) on the given clock. */
export async function builtClient(timer: typeof globalThis.earnPlayTimer): Promise<Client> {
  // Beside the packages, so that it finds the same Firebase as the benchmark does.
  const folder = join(repositoryRoot, 'node_modules', '.cache', 'earnplay-bench');
  const file = join(folder, `client-${process.pid}.mjs`);
  mkdirSync(folder, { recursive: true });
  globalThis.earnPlayTimer = timer;
  await build({
    ...clientBundle,
    entryPoints: [join(repositoryRoot, 'client', 'src', 'index.ts')],
    external: ['firebase/*'],
    define: { setTimeout: 'globalThis.earnPlayTimer' },
    outfile: file,
  });
  const client: Client = await import(pathToFileURL(file).href);
  return client;
}
