import { accept } from '../kernel/decision.ts';
import { NO_DEBTS } from '../kernel/money.ts';
import type { Tx } from '../platform/storage/transaction.ts';
import { decideNoDebt } from './debtRules.ts';
import { getWallet } from './post.ts';
import { isOwing } from './rules.ts';

/** Refuses what nobody does who owes something: to withdraw, to be paid, to stake. */
export async function requireNoDebt(tx: Tx, uid: string): Promise<void> {
  accept(decideNoDebt((await getWallet(tx, uid))?.debt ?? NO_DEBTS));
}

export async function owesAnything(tx: Tx, uid: string): Promise<boolean> {
  return isOwing((await getWallet(tx, uid))?.debt ?? NO_DEBTS);
}
