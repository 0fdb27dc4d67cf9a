import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { callables, errorCatalogues, messages } from '../../functions/src/contract.ts';
import { binFolder, repositoryRoot } from '../suite/paths.ts';
import type { Generator } from './generator.ts';
import { wireClientFiles } from './wireClient.ts';
import { wireSchemaFiles } from './wireSchemas.ts';

/** The wire contract as other languages read it, and the tables that our own client carries. */
export const wire: Generator = {
  name: 'wire contract',
  generate: async () => {
    const files = new Map([
      ...wireSchemaFiles(callables),
      ...wireClientFiles({ callables, errorCatalogues, messages }),
    ]);
    return new Map([...files].map(([path, text]) => [path, formatted(path, text)]));
  },
};

/** As the linter wants it, so that a generated file needs no exception. */
function formatted(path: string, text: string): string {
  const words = ['format', `--stdin-file-path=${path}`];
  const result = spawnSync(join(binFolder, 'biome'), words, { cwd: repositoryRoot, input: text, encoding: 'utf8' });
  if (result.status !== 0) throw new Error(`biome could not format ${path}: ${result.stderr}`);
  return result.stdout;
}
