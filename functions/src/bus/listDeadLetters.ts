import type { z } from 'zod';
import type { Call } from '../platform/callable.ts';
import { parseStored } from '../platform/collection.ts';
import { letterDoc } from '../platform/deadLetters.ts';
import { readPage } from '../platform/reader.ts';
import type { listDeadLetters as contract } from './contract.ts';

/** Lists what waits for an admin; letters that were replayed are left out. */
export async function listDeadLetters(_call: Call, { after, limit }: z.output<typeof contract.input>) {
  const page = await readPage({
    collection: 'deadLetters',
    where: ['status', 'WAITING'],
    limit,
    after: after ?? null,
  });
  const letters = page.map(({ id, path, data }) => {
    const { consumer, topic, message, reason, buriedAt, deaths } = parseStored(letterDoc(id).fields, path, data);
    return { letterId: id, consumer, topic, message, reason, buriedAt, deaths };
  });
  return { letters, next: letters.length < limit ? null : (letters.at(-1)?.letterId ?? null) };
}
