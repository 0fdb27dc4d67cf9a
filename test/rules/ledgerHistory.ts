import fc from 'fast-check';
import { CURRENCIES, type Currency, NO_DEBTS, ZERO_BALANCES } from '../../functions/src/kernel/money.ts';
import { COUNTER_ACCOUNTS } from '../../functions/src/kernel/posting.ts';
import { addDays, DAY_MS, utcDay } from '../../functions/src/kernel/time.ts';
import { sha256Hex } from '../../functions/src/platform/crypto/crypto.ts';
import { debtLegs, forgivenLegs, splitTakeBack } from '../../functions/src/wallet/debtRules.ts';
import {
  type CounterAccount,
  captureLegs,
  genesisHash,
  holdLegs,
  type Leg,
  nextPosting,
  type Posting,
  paymentLegs,
  releaseLegs,
  transferLegs,
  type Wallet,
} from '../../functions/src/wallet/rules.ts';

/** Random histories of one wallet, made with the wallet's own rules, and laid out on pages as the journal does. */
export type Command =
  | { kind: 'transfer'; account: CounterAccount; currency: Currency; amount: number; daysLate: number }
  | { kind: 'hold'; currency: Currency; amount: number; daysLate: number }
  | { kind: 'capture'; pick: number; share: number; account: CounterAccount; daysLate: number }
  | { kind: 'release'; pick: number; daysLate: number }
  | { kind: 'takeBack'; account: CounterAccount; currency: Currency; amount: number; daysLate: number }
  | { kind: 'forgive'; currency: Currency; amount: number; daysLate: number };

const account = fc.constantFrom(...COUNTER_ACCOUNTS);
const currency = fc.constantFrom(...CURRENCIES);
const amount = fc.integer({ min: 1, max: 1_000 });
const daysLate = fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.integer({ min: 0, max: 7 }));
const pick = fc.nat(20);

export const commands = fc.array(
  fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({ kind: fc.constant('transfer' as const), account, currency, amount, daysLate }),
    },
    fc.record({
      kind: fc.constant('transfer' as const),
      account,
      currency,
      amount: amount.map((one) => -one),
      daysLate,
    }),
    fc.record({ kind: fc.constant('hold' as const), currency, amount, daysLate }),
    fc.record({
      kind: fc.constant('capture' as const),
      pick,
      share: fc.double({ min: 0, max: 1, noNaN: true }),
      account,
      daysLate,
    }),
    fc.record({ kind: fc.constant('release' as const), pick, daysLate }),
    fc.record({ kind: fc.constant('takeBack' as const), account, currency, amount, daysLate }),
    fc.record({ kind: fc.constant('forgive' as const), currency, amount, daysLate }),
  ),
  { maxLength: 60, size: 'max' },
);

export interface Hold {
  readonly currency: Currency;
  readonly amount: number;
}

export interface History {
  readonly uid: string;
  readonly wallet: Wallet;
  readonly postings: readonly Posting[];
  /** The page's day of each posting, by the same index. */
  readonly days: readonly string[];
  readonly holds: readonly Hold[];
  readonly refused: number;
}

const STARTED_MS = Date.UTC(2026, 0, 10, 12);

export function play(uid: string, given: readonly Command[]): History {
  let wallet: Wallet = { balances: ZERO_BALANCES, debt: NO_DEBTS, version: 0, headHash: genesisHash(uid, sha256Hex) };
  const postings: Posting[] = [];
  const days: string[] = [];
  const holds: Hold[] = [];
  let refused = 0;
  for (const [index, command] of given.entries()) {
    const postedAtMs = STARTED_MS + index * (DAY_MS / 5);
    const day = addDays(utcDay(postedAtMs), -command.daysLate);
    for (const move of movesOf(command, holds, wallet)) {
      const next = nextPosting(wallet, { ...draft(command.kind, postedAtMs), legs: move.legs }, sha256Hex);
      if (!next.ok) {
        refused += 1;
        break;
      }
      const paid = settled(next.value.wallet, postedAtMs);
      for (const posting of [next.value.posting, ...paid.postings]) {
        postings.push(posting);
        days.push(day);
      }
      wallet = paid.wallet;
      move.commit();
    }
  }
  return { uid, wallet, postings, days, holds, refused };
}

/** As every posting is followed by what of it pays a debt. */
function settled(wallet: Wallet, postedAtMs: number): { wallet: Wallet; postings: Posting[] } {
  const legs = paymentLegs(wallet);
  if (legs.length === 0) return { wallet, postings: [] };
  const next = nextPosting(wallet, { ...draft('debt.paid', postedAtMs), legs }, sha256Hex);
  if (!next.ok) throw new Error('what is available pays what is owed');
  return { wallet: next.value.wallet, postings: [next.value.posting] };
}

interface Move {
  readonly legs: Leg[];
  readonly commit: () => void;
}

const plain = (legs: Leg[]): Move => ({ legs, commit: () => {} });

function movesOf(command: Command, holds: Hold[], { balances, debt }: Wallet): Move[] {
  if (command.kind === 'transfer') return [plain(transferLegs(command.account, command.currency, command.amount))];
  if (command.kind === 'takeBack') {
    const { account: to, currency: which, amount: all } = command;
    const { taken, owed } = splitTakeBack(balances[which].available, all);
    const taking = taken > 0 ? [plain(transferLegs(to, which, -taken))] : [];
    return [...taking, ...(owed > 0 ? [plain(debtLegs(to, which, owed))] : [])];
  }
  if (command.kind === 'forgive') {
    const forgiven = Math.min(command.amount, debt[command.currency]);
    return forgiven === 0 ? [] : [plain(forgivenLegs('adjustments', command.currency, forgiven))];
  }
  return holdMove(command, holds);
}

function holdMove(command: Extract<Command, { kind: 'hold' | 'capture' | 'release' }>, holds: Hold[]): Move[] {
  if (command.kind === 'hold') {
    const { currency: which, amount: held } = command;
    return [{ legs: holdLegs(which, held), commit: () => holds.push({ currency: which, amount: held }) }];
  }
  const at = command.pick % Math.max(1, holds.length);
  const held = holds[at];
  if (held === undefined) return [];
  const commit = (): void => void holds.splice(at, 1);
  if (command.kind === 'release') return [{ legs: releaseLegs(held.currency, held.amount), commit }];
  const captured = Math.max(1, Math.round(held.amount * command.share));
  return [{ legs: captureLegs(command.account, held.currency, held.amount, captured), commit }];
}

function draft(
  type: string,
  postedAtMs: number,
): Omit<Posting, 'sequence' | 'legs' | 'before' | 'after' | 'previousHash' | 'hash'> {
  const facts = { actor: 'system:test', correlationId: 'c', configVersion: 3, details: { reason: type, count: 2 } };
  return { type, postedAtMs, reference: `${type}-${postedAtMs}`, ...facts };
}

export interface Page {
  readonly id: string;
  readonly postings: readonly Posting[];
}

/**
 * Lays postings out as the journal does: each on the page of its day, and a full page moves into the day's next archive.
 * Pages come in the order of their ids, in which Firestore tells them.
 */
export function pagesOf(history: History, pageSize: number): Page[] {
  const pages = new Map<string, Posting[]>();
  const archives = new Map<string, number>();
  for (const [index, posting] of history.postings.entries()) {
    const day = history.days[index] ?? '';
    const page = pages.get(day) ?? [];
    if (page.length < pageSize) pages.set(day, [...page, posting]);
    else {
      const archive = (archives.get(day) ?? 0) + 1;
      archives.set(day, archive);
      pages.set(`${day}-${archive + 1}`, page);
      pages.set(day, [posting]);
    }
  }
  const ordered = [...pages].sort(([left], [right]) => (left < right ? -1 : 1));
  return ordered.map(([id, postings]) => ({ id, postings }));
}

export function credit(amount: number) {
  return { kind: 'transfer', account: 'rewards', currency: 'coins', amount, daysLate: 0 } as const;
}
