import type { z } from 'zod';
import { letterDoc } from '../platform/messaging/deadLetters.ts';
import { parseStored } from '../platform/storage/collection.ts';
import { readPage } from '../platform/storage/reader.ts';
import type { Call } from '../platform/transport/callable.ts';
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
