import { CURRENCIES, type Currency } from '../kernel/money.ts';
import type { PostingKind } from '../kernel/posting.ts';
import type { Tx } from '../platform/storage/transaction.ts';
import type { Call } from '../platform/transport/callable.ts';
import { debtLegs, forgivenLegs } from '../wallet/debtRules.ts';
import { post } from '../wallet/post.ts';
import { type Leg, transferLegs, type Wallet } from '../wallet/rules.ts';

/** All that somebody has or owes; of a currency that is owed nothing is available. */
export type Purse = Pick<Wallet, 'balances' | 'debt'>;

export interface Move {
  readonly uid: string;
  readonly kind: PostingKind;
  readonly purse: Purse;
  /** 1 where it comes, -1 where it goes. */
  readonly sign: 1 | -1;
  /** The same on both sides, neither of which names the other. */
  readonly reference: string;
}

/**
 * Moves what can be spent or is owed of each currency: one posting each on the side of `uid`; the other side is another
 * call. What is owed moves as well, or it would be paid by leaving it behind.
 */
export async function moveAll(tx: Tx, call: Call, { uid, kind, purse, sign, reference }: Move): Promise<void> {
  const { nowMs, correlationId, economy } = call;
  for (const currency of CURRENCIES) {
    const legs = [...spendable(purse, currency, sign), ...owed(purse, currency, sign)];
    if (legs.length === 0) continue;
    const about = { kind, legs, reference, actor: uid, details: {} };
    await post(tx, uid, { ...about, postedAtMs: nowMs, correlationId, configVersion: economy.version });
  }
}

function spendable({ balances }: Purse, currency: Currency, sign: 1 | -1): Leg[] {
  const { available } = balances[currency];
  return available === 0 ? [] : transferLegs('transfers', currency, sign * available);
}

function owed({ debt }: Purse, currency: Currency, sign: 1 | -1): Leg[] {
  const amount = debt[currency];
  if (amount === 0) return [];
  return sign === 1 ? debtLegs('transfers', currency, amount) : forgivenLegs('transfers', currency, amount);
}
