import type { z } from 'zod';
import { LAST_INSTANT_MS } from '../kernel/wire.ts';
import { parseStored } from '../platform/storage/collection.ts';
import { type LatestRead, readLatest } from '../platform/storage/reader.ts';
import type { Call } from '../platform/transport/callable.ts';
import type { listAudit as contract } from './contract.ts';
import { auditDoc } from './store.ts';

type Input = z.output<typeof contract.input>;

/** The audit log page by page; each filter has an index of its own, so a page costs as many documents as it has entries. */
export async function listAudit(
  _call: Call,
  { actor, subject, from = 0, until = LAST_INSTANT_MS, after, limit }: Input,
) {
  const page = await readLatest({
    collection: 'auditLog',
    ...filterOf(actor, subject),
    by: 'at',
    ...{ fromMs: from, untilMs: until, limit },
    after: after === undefined ? null : { id: after.auditId, atMs: after.at },
  });
  const entries = page.map(({ id, path, data }) => ({ auditId: id, ...parseStored(auditDoc(id).fields, path, data) }));
  const last = entries.length < limit ? undefined : entries.at(-1);
  return { entries, next: last === undefined ? null : { at: last.at, auditId: last.auditId } };
}

function filterOf(actor: string | undefined, subject: string | undefined): Pick<LatestRead, 'where'> {
  if (actor !== undefined) return { where: ['actor', actor] };
  return subject === undefined ? {} : { where: ['subject', subject] };
}
