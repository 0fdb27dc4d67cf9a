import { accept, Refused } from '../kernel/decision.ts';
import type { Tx } from '../platform/storage/transaction.ts';
import type { Call } from '../platform/transport/callable.ts';
import { requireDisinterested } from '../staff/interest.ts';
import { recordAudit } from '../staff/recordAudit.ts';
import { decideSecondPerson } from '../staff/secondPersonRules.ts';
import { requireNotDeleted } from '../users/account.ts';
import { walletErrors } from './contract.ts';
import { getWallet } from './post.ts';
import type { Wallet } from './rules.ts';
import { type Adjustment, adjustmentDoc } from './store.ts';

/** What a correction and a debt that is let go have in common: who may confirm them, and what is written down of them. */
export interface AdjustmentCase {
  readonly adjustmentId: string;
  readonly adjustment: Adjustment;
  /** The entry of the audit log, which has the names and the reason that the posting must not have. */
  readonly auditId: string;
}

export async function walletOf(tx: Tx, uid: string): Promise<Wallet> {
  await requireNotDeleted(tx, uid);
  const wallet = await getWallet(tx, uid);
  if (wallet === undefined) throw new Refused(walletErrors['unknown-adjustment']);
  return wallet;
}

/** What waits under this id, where the caller is somebody who may confirm it; with the wallet that it is about. */
export async function confirmable(
  tx: Tx,
  call: Call,
  adjustmentId: string,
  kind: Adjustment['kind'],
): Promise<{ readonly adjustment: Adjustment; readonly wallet: Wallet }> {
  const adjustment = await tx.get(adjustmentDoc(adjustmentId));
  if (adjustment?.status !== 'AWAITING_SECOND_PERSON' || adjustment.kind !== kind) {
    throw new Refused(walletErrors['unknown-adjustment']);
  }
  const { requestedBy } = adjustment;
  accept(decideSecondPerson(adjustment, call.uid, call.nowMs, walletErrors['second-person-required']));
  const wallet = await walletOf(tx, adjustment.uid);
  await requireDisinterested(tx, call.uid, requestedBy, walletErrors['second-person-required']);
  for (const person of [call.uid, requestedBy]) await requireDisinterested(tx, person, adjustment.uid);
  return { adjustment, wallet };
}

/** What an answer and the audit log say of a wallet. */
export function standOf({ balances, debt, version }: Wallet): Pick<Wallet, 'balances' | 'debt' | 'version'> {
  return { balances, debt, version };
}

export function auditAdjustment(tx: Tx, call: Call, about: AdjustmentCase, before: Wallet, after: Wallet): void {
  const { adjustmentId, adjustment, auditId } = about;
  const { kind, uid, status, reason, currency, amount, allowDebt, requestedBy, approvedBy } = adjustment;
  recordAudit(
    tx,
    {
      atMs: call.nowMs,
      actor: call.uid,
      action: kind === 'correction' ? 'adjustBalance' : 'forgiveDebt',
      subject: `users/${uid}`,
      before: standOf(before),
      after: {
        ...{ ...standOf(after), adjustmentId, status, reason },
        ...{ currency, amount, allowDebt, requestedBy, approvedBy },
      },
      correlationId: call.correlationId,
    },
    auditId,
  );
}
