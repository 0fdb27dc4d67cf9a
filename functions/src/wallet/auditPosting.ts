import { CURRENCIES } from '../kernel/money.ts';
import {
  compareBalances,
  type Finding,
  findings,
  inEachPart,
  type Mismatch,
  mismatch,
  negativeParts,
} from './auditFindings.ts';
import { exactSum } from './auditTotals.ts';
import { type Posting, postingHash, type Sha256Hex } from './rules.ts';

/** What two neighbours in the sequence must agree with. */
export type Seal = Pick<Posting, 'sequence' | 'previousHash' | 'hash' | 'before' | 'after'>;

/** What does not hold in a posting by itself, whatever stands before and after it. */
export function postingFindings(posting: Posting, sha256Hex: Sha256Hex): Finding[] {
  const { sequence, before, after, hash } = posting;
  return [
    ...findings('hash-mismatch', sequence, mismatch('hash', postingHash(posting, sha256Hex), hash)),
    ...findings('legs-unbalanced', sequence, unbalancedCurrencies(posting)),
    ...findings('after-mismatch', sequence, afterMismatches(posting)),
    ...findings('balance-negative', sequence, [...negativeParts(before, 'before'), ...negativeParts(after, 'after')]),
  ];
}

/** What a posting and the one after it disagree on: the link of hashes, and the balances between them. */
export function seamFindings(earlier: Seal, later: Seal): Finding[] {
  return [
    ...findings('chain-broken', later.sequence, mismatch('previousHash', earlier.hash, later.previousHash)),
    ...findings('before-mismatch', later.sequence, compareBalances(earlier.after, later.before)),
  ];
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
