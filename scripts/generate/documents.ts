import { globSync } from 'node:fs';
import { join } from 'node:path';
import { z } from '../../functions/node_modules/zod/index.js';
import type { StoredCollection } from '../../functions/src/platform/manifest/stored.ts';
import { storedBytes, storedInstant } from '../../functions/src/platform/storage/storedTypes.ts';
import { repositoryRoot } from '../suite/paths.ts';
import type { JsonObject } from './generator.ts';

/**
 * JSON Schemas of the documents that players may read, each of all the sections that domains have in it: what a store calls
 * `…Doc` is asked where it stands, and counts where a collection with readers stands there.
 */
export async function documentSchemas(readable: readonly StoredCollection[]): Promise<Map<string, JsonObject>> {
  const shapes = new Map<string, z.ZodRawShape>();
  const paths = new Map(readable.map(({ path }) => [placeOf(path), path]));
  for (const file of globSync('functions/src/*/*tore.ts', { cwd: repositoryRoot }).sort()) {
    const exported: Record<string, unknown> = await import(join(repositoryRoot, file));
    for (const [name, one] of Object.entries(exported).sort(([left], [right]) => (left < right ? -1 : 1))) {
      const doc = name.endsWith('Doc') ? docOf(one) : undefined;
      const path = doc && paths.get(placeOf(doc.path));
      if (doc !== undefined && path !== undefined) shapes.set(path, { ...shapes.get(path), ...doc.fields.shape });
    }
  }
  return new Map([...shapes].map(([path, shape]) => [nameOf(path), schemaOf(nameOf(path), shape)] as const).sort());
}

/** The collection's own name. */
function nameOf(path: string): string {
  return path.split('/').at(-2) ?? path;
}

/** As a client reads it: an instant as its ISO text, bytes as Base64; a field that older documents lack is not required. */
function schemaOf(title: string, shape: z.ZodRawShape): JsonObject {
  const { $schema, ...rest } = z.looseObject(shape).toJSONSchema({
    io: 'input',
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      if (zodSchema === storedInstant) replace(jsonSchema, { type: 'string', format: 'date-time' });
      if (zodSchema === storedBytes) replace(jsonSchema, { type: 'string', contentEncoding: 'base64' });
      // Of a field with a default only its type matters to whoever reads it.
      if ('default' in jsonSchema) jsonSchema.default = undefined;
    },
  });
  return { $schema, title, ...rest };
}

function replace(schema: object, by: object): void {
  for (const key of Object.keys(schema)) Reflect.deleteProperty(schema, key);
  Object.assign(schema, by);
}

interface Sectioned {
  readonly path: string;
  readonly fields: z.ZodObject;
}

function docOf(exported: unknown): Sectioned | undefined {
  const doc: unknown = typeof exported === 'function' ? exported('{a}', '{b}') : exported;
  return isSectioned(doc) ? doc : undefined;
}

function isSectioned(value: unknown): value is Sectioned {
  return typeof value === 'object' && value !== null && 'path' in value && 'fields' in value;
}

/** Ids stand at every second place. */
function placeOf(path: string): string {
  return path
    .split('/')
    .map((part, at) => (at % 2 === 1 && part.startsWith('{') ? '*' : part))
    .join('/');
}
