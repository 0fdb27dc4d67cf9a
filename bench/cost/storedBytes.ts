import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { adminFirestore } from '../../functions/src/platform/runtime/firebase.ts';
import { repositoryRoot } from '../../scripts/suite/paths.ts';
import type { Firestore } from '../sdk.ts';

/**
 * What Firestore bills for storing, by the sizes that its documentation gives: each document with its name, its field
 * names and values and 32 bytes, and for each indexed field two index entries (ascending, descending), or one more for
 * each element of an array.
 */
const DOCUMENT_BYTES = 32;
const NAME_BYTES = 16;
const ENTRY_BYTES = 32;
const INDEXED_VALUE_BYTES = 1_500;

const indexFile = z.object({
  fieldOverrides: z.array(
    z.object({ collectionGroup: z.string(), fieldPath: z.string(), indexes: z.array(z.unknown()) }),
  ),
});

/** Of all documents of the database. */
export async function storedBytes(): Promise<number> {
  const database = await adminFirestore();
  const text = readFileSync(join(repositoryRoot, 'firestore.indexes.json'), 'utf8');
  const { fieldOverrides } = indexFile.parse(JSON.parse(text));
  const exempt = fieldOverrides
    .filter(({ indexes }) => indexes.length === 0)
    .map(({ collectionGroup, fieldPath }) => `${collectionGroup}/${fieldPath}`);
  return bytesBelow(database, new Set(exempt));
}

type Place = Pick<Firestore, 'listCollections'>;

async function bytesBelow(place: Place, exempt: ReadonlySet<string>): Promise<number> {
  let bytes = 0;
  for (const collection of await place.listCollections()) {
    const { docs } = await collection.get();
    for (const { ref, data } of docs.map((doc) => ({ ref: doc.ref, data: doc.data() }))) {
      bytes += documentBytes(ref.path, data, (field) => !exempt.has(`${collection.id}/${field}`));
      bytes += await bytesBelow(ref, exempt);
    }
  }
  return bytes;
}

type Fields = Readonly<Record<string, unknown>>;

export function documentBytes(path: string, fields: Fields, isIndexed: (field: string) => boolean): number {
  const names = nameBytes(path);
  const entries = entrySizes(fields, '', isIndexed).map((size) => size + names + parentBytes(path) + ENTRY_BYTES);
  return names + mapBytes(fields) + DOCUMENT_BYTES + entries.reduce((sum, size) => sum + size, 0);
}

function nameBytes(path: string): number {
  return path.split('/').reduce((sum, part) => sum + textBytes(part), NAME_BYTES);
}

function parentBytes(path: string): number {
  const parts = path.split('/').slice(0, -2);
  return parts.length === 0 ? 0 : nameBytes(parts.join('/'));
}

/** Of each entry, the name and value of its field. */
function entrySizes(fields: Fields, above: string, isIndexed: (field: string) => boolean): number[] {
  return Object.entries(fields).flatMap(([name, value]) => {
    const field = above === '' ? name : `${above}.${name}`;
    if (!isIndexed(field)) return [];
    if (isMap(value)) return entrySizes(value, field, isIndexed);
    const size = (one: unknown) => textBytes(field) + Math.min(INDEXED_VALUE_BYTES, valueBytes(one));
    const elements = Array.isArray(value) ? value.map(size) : [];
    return [size(value), size(value), ...elements];
  });
}

function mapBytes(fields: Fields): number {
  return Object.entries(fields).reduce((sum, [name, value]) => sum + textBytes(name) + valueBytes(value), 0);
}

function valueBytes(value: unknown): number {
  if (typeof value === 'string') return textBytes(value);
  if (typeof value === 'boolean' || value === null) return 1;
  if (value instanceof Uint8Array) return value.length;
  if (Array.isArray(value)) return value.reduce((sum: number, one) => sum + valueBytes(one), 0);
  return isMap(value) ? mapBytes(value) : 8;
}

function isMap(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

function textBytes(text: string): number {
  return Buffer.byteLength(text) + 1;
}
