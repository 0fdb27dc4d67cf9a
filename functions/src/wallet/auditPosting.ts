import { CURRENCIES, NO_DEBTS } from '../kernel/money.ts';
import {
  compareBalances,
  compareDebts,
  type Finding,
  findings,
  inEachPart,
  type Mismatch,
  mismatch,
  negativeDebts,
  negativeParts,
} from './auditFindings.ts';
import { exactSum } from './auditTotals.ts';
import type { Verified } from './movedRules.ts';
import { type Posting, postingHash, type Sha256Hex } from './rules.ts';

/** What two neighbours in the sequence must agree with. */
export type Seal = Pick<Posting, 'sequence' | 'previousHash' | 'hash' | 'before' | 'after' | 'debt'>;

/** What does not hold in a posting by itself, whatever stands before and after it. */
export function postingFindings(posting: Posting, sha256Hex: Sha256Hex): Finding[] {
  const { sequence, before, after, debt, hash } = posting;
  return [
    ...findings('hash-mismatch', sequence, mismatch('hash', postingHash(posting, sha256Hex), hash)),
    ...findings('legs-unbalanced', sequence, unbalancedCurrencies(posting)),
    ...findings('after-mismatch', sequence, [...afterMismatches(posting), ...debtMismatches(posting)]),
    ...findings('balance-negative', sequence, [...negativeParts(before, 'before'), ...negativeParts(after, 'after')]),
    ...findings('balance-negative', sequence, [...negativeDebts(debt?.before), ...negativeDebts(debt?.after)]),
  ];
}

/** What a posting and the one after it disagree on: the link of hashes, and the balances between them. */
export function seamFindings(earlier: Seal, later: Seal): Finding[] {
  return [
    ...findings('chain-broken', later.sequence, mismatch('previousHash', earlier.hash, later.previousHash)),
    ...findings('before-mismatch', later.sequence, compareBalances(earlier.after, later.before)),
    ...findings('before-mismatch', later.sequence, compareDebts(earlier.debt?.after, later.debt?.before)),
  ];
}

/** What an earlier verification knows of a posting, or of the genesis, and that is otherwise. */
export function knownFindings({ sequence, hash, balances, debt }: Verified, seal: Seal): Finding[] {
  return findings('checkpoint-mismatch', sequence === 0 ? null : sequence, [
    ...mismatch('hash', seal.hash, hash),
    ...compareBalances(seal.after, balances),
    ...compareDebts(seal.debt?.after, debt),
  ]);
}

function unbalancedCurrencies({ legs }: Posting): Mismatch[] {
  return CURRENCIES.flatMap((currency) => {
    const sum = exactSum(legs.filter((one) => one.currency === currency).map((one) => one.amount));
    return mismatch(currency, 0n, sum);
  });
}

function afterMismatches({ legs, before, after }: Posting): Mismatch[] {
  return inEachPart((currency, part) => {
    const moved = legs.filter((one) => one.currency === currency && one.account === part);
    const expected = exactSum([before[currency][part], ...moved.map((one) => one.amount)]);
    return mismatch(`${currency}.${part}`, expected, BigInt(after[currency][part]));
  });
}

/** A leg on `debt` is what the player gives of it, and so lowers what is owed. */
function debtMismatches({ legs, debt = { before: NO_DEBTS, after: NO_DEBTS } }: Posting): Mismatch[] {
  return CURRENCIES.flatMap((currency) => {
    const moved = legs.filter((one) => one.currency === currency && one.account === 'debt');
    const expected = exactSum([debt.before[currency], ...moved.map((one) => -one.amount)]);
    return mismatch(`${currency}.debt`, expected, BigInt(debt.after[currency]));
  });
}
