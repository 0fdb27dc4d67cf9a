import type { z } from 'zod';
import { parseStored } from '../platform/storage/collection.ts';
import { readPage } from '../platform/storage/reader.ts';
import type { Call } from '../platform/transport/callable.ts';
import type { listStaff as contract } from './contract.ts';
import { memberDoc } from './store.ts';

/** Everybody who has a role or had one, by their uid. */
export async function listStaff(_call: Call, { after, limit }: z.output<typeof contract.input>) {
  const page = await readPage({ collection: 'staff', limit, after: after ?? null });
  const entries = page.map(({ id, path, data }) => {
    const { role, permissions, revision, appliedRevision } = parseStored(memberDoc(id).fields, path, data);
    return { uid: id, role, permissions, isApplied: appliedRevision === revision };
  });
  return { entries, next: entries.length < limit ? null : (entries.at(-1)?.uid ?? null) };
}
