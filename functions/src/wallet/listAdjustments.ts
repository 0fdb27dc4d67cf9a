import type { z } from 'zod';
import { parseStored } from '../platform/storage/collection.ts';
import { duePlace, readDue } from '../platform/storage/reader.ts';
import type { Call } from '../platform/transport/callable.ts';
import { ASK_KEPT_MS, waitOf } from '../staff/secondPersonRules.ts';
import type { listAdjustments as contract } from './contract.ts';
import { adjustmentDoc } from './store.ts';

/** What a second person confirms: all that was asked, by whom, and since when it waits. What has lapsed is over. */
type Input = z.output<typeof contract.input>;

export async function listAdjustments({ nowMs }: Call, { after, limit }: Input) {
  const page = await readDue({
    group: 'adjustments',
    where: ['status', 'AWAITING_SECOND_PERSON'],
    dueField: 'createdAt',
    dueAtMs: nowMs,
    overAtMs: nowMs - ASK_KEPT_MS,
    limit,
    after: after === undefined ? null : duePlace(adjustmentDoc(after.adjustmentId), 'createdAt', after.requestedAt),
  });
  const entries = page.map(({ id, path, data }) => {
    const asked = parseStored(adjustmentDoc(id).fields, path, data);
    const { kind, uid, currency, amount, reason, allowDebt, expectedVersion } = asked;
    const about = { adjustmentId: id, kind, uid, currency, amount, reason, allowDebt, expectedVersion };
    return { ...about, ...waitOf(asked, nowMs) };
  });
  const last = entries.length < limit ? undefined : entries.at(-1);
  return { entries, next: last ? { requestedAt: last.requestedAt, adjustmentId: last.adjustmentId } : null };
}
