import type { z } from 'zod';
import { parseStored } from '../platform/storage/collection.ts';
import { transactOptimistically } from '../platform/storage/optimistic.ts';
import { duePlace, readDue } from '../platform/storage/reader.ts';
import type { Call } from '../platform/transport/callable.ts';
import { standingsOf } from '../users/account.ts';
import type { Standing } from '../users/standingRules.ts';
import { owesAnything } from '../wallet/requireNoDebt.ts';
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
    after: after === undefined ? null : duePlace(withdrawalDoc(after.withdrawalId), 'requestedAt', after.requestedAt),
  });
  const withdrawals = page.map(({ id, path, data }) => ({ id, ...parseStored(withdrawalDoc(id).fields, path, data) }));
  const { files, standings, owing } = await look(withdrawals, call.nowMs);
  const entries = withdrawals.map(({ id, uid, amount, method, requestedAt }) => {
    const standing = standings.get(uid) ?? 'deleted';
    const { flagged = false, approvals = [] } = files.get(id) ?? {};
    const needed = approvalsNeeded(amount, call.economy.of(withdrawalsConfig));
    const review = { flagged, approvals: approvals.length, approvalsNeeded: needed };
    return { withdrawalId: id, uid, amount, method, status, requestedAt, standing, inDebt: owing.has(uid), ...review };
  });
  const last = entries.length < limit ? undefined : entries.at(-1);
  return { entries, next: last ? { requestedAt: last.requestedAt, withdrawalId: last.withdrawalId } : null };
}

interface Looked {
  readonly files: ReadonlyMap<string, WithdrawalFile>;
  readonly standings: ReadonlyMap<string, Standing>;
  readonly owing: ReadonlySet<string>;
}

/** Read without locks, so that looking keeps nobody from deciding. A file that went with its owner is left out. */
async function look(
  withdrawals: readonly { readonly id: string; readonly uid: string }[],
  nowMs: number,
): Promise<Looked> {
  return transactOptimistically(async (tx) => {
    await tx.load(withdrawals.map(({ id }) => fileDoc(id)));
    const found = await Promise.all(withdrawals.map(async ({ id }) => [id, await tx.get(fileDoc(id))] as const));
    const uids = [...new Set(withdrawals.map(({ uid }) => uid))];
    const standings = await standingsOf(tx, uids, nowMs);
    const debts = await Promise.all(uids.map(async (uid) => [uid, await owesAnything(tx, uid)] as const));
    const owing = new Set(debts.flatMap(([uid, owes]) => (owes ? [uid] : [])));
    return {
      files: new Map(found.flatMap(([id, file]) => (file === undefined ? [] : [[id, file]]))),
      standings,
      owing,
    };
  });
}
