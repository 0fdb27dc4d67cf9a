import { accept } from '../kernel/decision.ts';
import type { Tx } from '../platform/storage/transaction.ts';
import { standingOf } from '../users/account.ts';
import { requireNoDebt } from '../wallet/requireNoDebt.ts';
import { decidePayment } from './rules.ts';
import type { Withdrawal } from './store.ts';

/** Refuses a step towards payment that its status, its payee's standing as of now, or what its payee owes does not allow. */
export async function requirePayable(
  tx: Tx,
  { uid, status }: Withdrawal,
  step: 'approve' | 'complete',
  nowMs: number,
): Promise<void> {
  accept(decidePayment(status, step, await standingOf(tx, uid, nowMs)));
  await requireNoDebt(tx, uid);
}
