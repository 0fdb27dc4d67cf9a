import type { z } from 'zod';
import { parseStored } from '../platform/storage/collection.ts';
import { transactOptimistically } from '../platform/storage/optimistic.ts';
import { readDue, type StoredDocument } from '../platform/storage/reader.ts';
import type { Call } from '../platform/transport/callable.ts';
import { withdrawalsConfig } from './config.ts';
import type { listWithdrawals as contract } from './contract.ts';
import { approvalsNeeded } from './rules.ts';
import { fileDoc, type WithdrawalFile, withdrawalDoc } from './store.ts';

/** What support finds its work by: withdrawals in one state, with what their files say of the review. */
type Input = z.output<typeof contract.input>;

export async function listWithdrawals(call: Call, { status, after, limit }: Input) {
  const page = await readDue({
    group: 'withdrawals',
    where: ['status', status],
    dueField: 'requestedAt',
    dueAtMs: call.nowMs,
    limit,
    after: after === undefined ? null : placeOf(after),
  });
  const files = await filesOf(page.map(({ id }) => id));
  const entries = page.map(({ id, path, data }) => {
    const { uid, amount, method, requestedAt } = parseStored(withdrawalDoc(id).fields, path, data);
    const { flagged = false, approvals = [] } = files.get(id) ?? {};
    const needed = approvalsNeeded(amount, call.economy.of(withdrawalsConfig));
    const review = { flagged, approvals: approvals.length, approvalsNeeded: needed };
    return { withdrawalId: id, uid, amount, method, status, requestedAt, ...review };
  });
  const last = entries.length < limit ? undefined : entries.at(-1);
  return { entries, next: last ? { requestedAt: last.requestedAt, withdrawalId: last.withdrawalId } : null };
}

function placeOf({ requestedAt, withdrawalId }: NonNullable<Input['after']>): StoredDocument {
  const { path } = withdrawalDoc(withdrawalId);
  return { id: withdrawalId, path, data: { requestedAt: new Date(requestedAt) } };
}

/** Read without locks, so that looking keeps nobody from deciding. A file that went with its owner is left out. */
async function filesOf(ids: readonly string[]): Promise<ReadonlyMap<string, WithdrawalFile>> {
  return transactOptimistically(async (tx) => {
    await tx.load(ids.map(fileDoc));
    const found = await Promise.all(ids.map(async (id) => [id, await tx.get(fileDoc(id))] as const));
    return new Map(found.flatMap(([id, file]) => (file === undefined ? [] : [[id, file]])));
  });
}
