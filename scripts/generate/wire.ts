import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { callables, errorCatalogues, messages } from '../../functions/src/contract.ts';
import { domains } from '../../functions/src/gathered.ts';
import { binFolder, repositoryRoot } from '../suite/paths.ts';
import { dartModelFiles } from './dartModels.ts';
import { documentSchemas } from './documents.ts';
import { exampleFiles } from './examples.ts';
import type { Generator } from './generator.ts';
import { vectorFiles } from './vectors.ts';
import { wireClientFiles } from './wireClient.ts';
import { dartDefinitions, wireSchemaFiles } from './wireSchemas.ts';
import { wireTableFiles } from './wireTables.ts';

/** The wire contract as other languages read it, and the tables that our own client carries. */
export const wire: Generator = {
  name: 'wire contract',
  generate: async () => {
    const readable = domains
      .flatMap(({ collections = [] }) => collections)
      .filter(({ readBy }) => readBy !== undefined);
    const documents = await documentSchemas(readable);
    const gathered = { callables, errorCatalogues, messages };
    const files = new Map([
      ...wireSchemaFiles(callables),
      ...[...documents].map(
        ([name, one]) => [`docs/wire/documents/${name}.schema.json`, JSON.stringify(one, null, 2)] as const,
      ),
      ...exampleFiles(callables),
      ...wireTableFiles(gathered),
      ...(await vectorFiles()),
      ...wireClientFiles(gathered),
    ]);
    return new Map([...formatted(files), ...(await dartModelFiles(dartDefinitions(callables, documents)))]);
  },
};

/** As the linter wants them, so that a generated file needs no exception; all in one go, as each would cost a start of it. */
function formatted(files: ReadonlyMap<string, string>): Map<string, string> {
  const folder = mkdtempSync(join(tmpdir(), 'earnplay-generated-'));
  try {
    const { formatter, javascript, json } = JSON.parse(readFileSync(join(repositoryRoot, 'biome.json'), 'utf8'));
    writeFileSync(join(folder, 'biome.json'), JSON.stringify({ root: true, formatter, javascript, json }));
    for (const [path, text] of files) {
      mkdirSync(join(folder, dirname(path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const words = ['format', '--write', '--files-max-size=9000000', '.'];
    const result = spawnSync(join(binFolder, 'biome'), words, { cwd: folder, encoding: 'utf8' });
    if (result.status !== 0) throw new Error(`biome could not format what is generated: ${result.stderr}`);
    return new Map([...files.keys()].map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
