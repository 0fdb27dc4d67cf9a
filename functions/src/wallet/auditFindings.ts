import { type Balances, CURRENCIES, type Debts, NO_DEBTS } from '../kernel/money.ts';

/** What verification can find wrong, and how it is named in logs, reports and `ledgerDiscrepancies`. */
export const DISCREPANCY_KINDS = [
  /** A stored posting that does not fit the schema. */
  'posting-malformed',
  /** A number of the sequence that stands on no page. */
  'posting-missing',
  /** A number of the sequence that stands on a second page. */
  'posting-repeated',
  /** The posting's fields do not give the hash that seals them. */
  'hash-mismatch',
  /** The posting does not name the hash of the one before it. */
  'chain-broken',
  /** The posting makes or loses money of a currency. */
  'legs-unbalanced',
  /** The balances before the posting are not those after the one before it. */
  'before-mismatch',
  /** The balances after the posting are not those before it plus its legs. */
  'after-mismatch',
  'balance-negative',
  /** Something is available of a currency that is owed, which it should have paid. */
  'debt-unpaid',
  'page-malformed',
  'wallet-missing',
  'wallet-malformed',
  /** The stored balance is not what the newest posting left. */
  'wallet-balance',
  'wallet-version',
  'wallet-head',
  'hold-malformed',
  /** The open holds do not add up to what is locked. */
  'holds-mismatch',
  /** What an earlier verification has remembered is not what the ledger has there. */
  'checkpoint-mismatch',
  /** The ledger could not be read to its end. */
  'user-unverifiable',
  /** Over all users, the accounts of a currency do not sum to zero. */
  'totals-unbalanced',
  /** How many more there are than are listed. */
  'further-discrepancies',
] as const;
export type DiscrepancyKind = (typeof DISCREPANCY_KINDS)[number];

export interface Discrepancy {
  /** Null for what concerns all users together. */
  readonly uid: string | null;
  /** The posting, or null where a wallet, a hold or a page does not hold. */
  readonly sequence: number | null;
  readonly kind: DiscrepancyKind;
  /** Where to look: a field, a currency, a page or a hold. */
  readonly where: string;
  readonly expected: string;
  readonly actual: string;
}

/** A discrepancy of the player whose ledger is being audited. */
export type Finding = Omit<Discrepancy, 'uid'>;

export type Mismatch = Pick<Discrepancy, 'where' | 'expected' | 'actual'>;

export function findings(kind: DiscrepancyKind, sequence: number | null, found: readonly Mismatch[]): Finding[] {
  return found.map((one) => ({ sequence, kind, ...one }));
}

export function mismatch(
  where: string,
  expected: string | number | bigint,
  actual: string | number | bigint,
): Mismatch[] {
  return expected === actual ? [] : [{ where, expected: `${expected}`, actual: `${actual}` }];
}

const PARTS = ['available', 'locked'] as const;

/** What `compare` finds in each part of each currency. */
export function inEachPart<Found>(
  compare: (currency: (typeof CURRENCIES)[number], part: (typeof PARTS)[number]) => Found[],
): Found[] {
  return CURRENCIES.flatMap((currency) => PARTS.flatMap((part) => compare(currency, part)));
}

export function compareBalances(expected: Balances, actual: Balances): Mismatch[] {
  return inEachPart((currency, part) =>
    mismatch(`${currency}.${part}`, expected[currency][part], actual[currency][part]),
  );
}

export function compareDebts(expected: Debts = NO_DEBTS, actual: Debts = NO_DEBTS): Mismatch[] {
  return CURRENCIES.flatMap((currency) => mismatch(`${currency}.debt`, expected[currency], actual[currency]));
}

/** Of each currency either nothing is owed or nothing is available. */
export function unpaidDebts({ balances, debt }: { readonly balances: Balances; readonly debt: Debts }): Mismatch[] {
  return CURRENCIES.flatMap((currency) => {
    const { available } = balances[currency];
    return debt[currency] > 0 ? mismatch(`${currency}.available`, 0, available) : [];
  });
}

export function negativeDebts(debt: Debts = NO_DEBTS): Mismatch[] {
  return CURRENCIES.flatMap((currency) =>
    debt[currency] < 0 ? mismatch(`${currency}.debt`, '0 or more', debt[currency]) : [],
  );
}

export function negativeParts(balances: Balances, where: string): Mismatch[] {
  return inEachPart((currency, part) => {
    const amount = balances[currency][part];
    return amount < 0 ? mismatch(`${where}.${currency}.${part}`, '0 or more', amount) : [];
  });
}
