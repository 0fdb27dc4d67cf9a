import type { z } from 'zod';
import { parseStored } from '../../src/platform/storage/collection.ts';
import { readPage } from '../../src/platform/storage/reader.ts';
import type { Call } from '../../src/platform/transport/callable.ts';
import type { listGreetings as contract } from './contract.ts';
import { greetingFields } from './store.ts';

export async function listGreetings(_call: Call, { uid, after, limit }: z.output<typeof contract.input>) {
  const page = await readPage({ collection: `users/${uid}/greetings`, limit, after: after ?? null });
  return { greetings: page.map(({ path, data }) => parseStored(greetingFields, path, data)) };
}
