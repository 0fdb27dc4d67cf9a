import { readdir } from 'node:fs/promises';
import type { Kind } from './operation.ts';

/** Every sort of operation that exists. A file in `operations/` registers its domain's by exporting `kinds`. */
const folder = new URL('../operations/', import.meta.url);

export async function loadKinds(): Promise<Map<string, Kind>> {
  const kinds = new Map<string, Kind>();
  for (const file of (await readdir(folder)).filter((name) => name.endsWith('.ts')).sort()) {
    const domain: { readonly kinds?: readonly Kind[] } = await import(new URL(file, folder).href);
    for (const kind of domain.kinds ?? []) {
      if (kinds.has(kind.name)) throw new Error(`two operations are called ${kind.name}`);
      kinds.set(kind.name, kind);
    }
  }
  return kinds;
}
