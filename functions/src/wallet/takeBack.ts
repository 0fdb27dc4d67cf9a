import { invariant } from '../kernel/assert.ts';
import type { Currency } from '../kernel/money.ts';
import type { Tx } from '../platform/storage/transaction.ts';
import { debtIncurred } from './contract.ts';
import { debtLegs, splitTakeBack, type TakenBack } from './debtRules.ts';
import { getWallet, type PostingRequest, type PostOptions, post } from './post.ts';
import { type CounterAccount, transferLegs, type Wallet } from './rules.ts';

/**
 * Takes back what was credited and is owed again: a refund, a chargeback, a reward that was revoked. What is available is
 * taken, by a posting of the caller's own kind; the rest becomes a debt, by a posting of its own, that whatever the player
 * gets later pays first. What is locked stays where it is.
 */
export interface TakeBack extends Omit<PostingRequest, 'legs'> {
  readonly currency: Currency;
  /** Minor units, at least 1. */
  readonly amount: number;
  /** The counter-account that gets it, which is the one that it came from. */
  readonly to: CounterAccount;
}

export async function takeBack(
  tx: Tx,
  uid: string,
  { currency, amount, to, ...request }: TakeBack,
  options: PostOptions = {},
): Promise<TakenBack & { readonly wallet: Wallet }> {
  invariant(Number.isSafeInteger(amount) && amount > 0, `cannot take back ${amount}`);
  let wallet = await getWallet(tx, uid);
  invariant(wallet !== undefined, `no wallet of ${uid}`);
  const { taken, owed } = splitTakeBack(wallet.balances[currency].available, amount);
  if (taken > 0) ({ wallet } = await post(tx, uid, { ...request, legs: transferLegs(to, currency, -taken) }, options));
  if (owed > 0) {
    const { day } = options;
    const debt = { ...request, kind: debtIncurred, legs: debtLegs(to, currency, owed) };
    // What the caller expects of the version holds for the first of the two.
    const rest = taken > 0 ? { ...(day === undefined ? {} : { day }) } : options;
    ({ wallet } = await post(tx, uid, debt, rest));
  }
  return { taken, owed, wallet };
}
