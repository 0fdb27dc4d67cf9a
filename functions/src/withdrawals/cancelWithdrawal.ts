import type { z } from 'zod';
import { invariant } from '../kernel/assert.ts';
import { Refused } from '../kernel/decision.ts';
import type { Tx } from '../platform/storage/transaction.ts';
import type { Call } from '../platform/transport/callable.ts';
import { requireActive } from '../users/account.ts';
import { type cancelWithdrawal as contract, withdrawalErrors } from './contract.ts';
import { loadCase, moverOf, moveWithdrawal } from './moveWithdrawal.ts';

/** Takes a pending request back. Another player's withdrawal is as unknown as one that does not exist. */
export async function cancelWithdrawal(tx: Tx, call: Call, { withdrawalId }: z.output<typeof contract.input>) {
  await requireActive(tx, call);
  const { withdrawal } = await loadCase(tx, withdrawalId);
  if (withdrawal.uid !== call.uid) throw new Refused(withdrawalErrors.unknown);
  const { status, wallet } = await moveWithdrawal(tx, moverOf(call), { withdrawalId, action: 'cancel', note: null });
  invariant(wallet !== undefined, 'a cancelled withdrawal gives the money back');
  return { withdrawalId, status, balances: wallet.balances };
}
