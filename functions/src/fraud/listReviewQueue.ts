import type { z } from 'zod';
import type { Call } from '../platform/callable.ts';
import { parseStored } from '../platform/collection.ts';
import { readPage } from '../platform/reader.ts';
import type { listReviewQueue as contract } from './contract.ts';
import { fraudLogFields } from './store.ts';

/** What waits for a decision, with its evidence. */
export async function listReviewQueue(_call: Call, { after, limit }: z.output<typeof contract.input>) {
  const page = await readPage({ collection: 'fraudLogs', where: ['status', 'OPEN'], limit, after: after ?? null });
  const entries = page.map(({ id, path, data }) => {
    const { uid, kind, verdict, total, evidence, subject, at } = parseStored(fraudLogFields, path, data);
    return { logId: id, uid, kind, verdict, total, evidence, subject, at };
  });
  return { entries, next: entries.length < limit ? null : (entries.at(-1)?.logId ?? null) };
}
