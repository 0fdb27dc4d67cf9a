import { CURRENCIES, type Currency, NO_DEBTS, ZERO_BALANCES } from '../kernel/money.ts';
import { utcDay } from '../kernel/time.ts';
import { ChainAudit } from './auditChain.ts';
import {
  compareBalances,
  compareDebts,
  type Discrepancy,
  type Finding,
  findings,
  mismatch,
  negativeDebts,
  negativeParts,
  unpaidDebts,
} from './auditFindings.ts';
import { knownFindings, postingFindings, type Seal } from './auditPosting.ts';
import { addLegs, emptyTotals, surplus, type Totals } from './auditTotals.ts';
import type { Verified } from './movedRules.ts';
import { genesisHash, isOwing, type Posting, type Sha256Hex, type Wallet } from './rules.ts';

/**
 * Verifies one player's ledger posting by posting, trusting nothing that is stored: a reader feeds it pages in their own
 * order, and it names every posting that does not hold. It never throws on bad data, sums exactly, and its memory is
 * bounded by the overlap of neighbouring pages (see {@link ChainAudit}) and by a limit on what it lists.
 */
export interface Audit {
  readonly discrepancies: readonly Discrepancy[];
  readonly postings: number;
  /** Of a whole life; what goes on from an earlier verification has no counter-accounts of before. */
  readonly totals: Totals;
  /** How far the ledger holds; undefined where it does not, or nobody has it. */
  readonly verified: Verified | undefined;
}

export interface Known {
  /** What was remembered by an earlier verification, and is compared with the posting that it names. */
  readonly compared?: Verified | undefined;
  /** Where that is believed, and only what came afterwards is verified. */
  readonly begins?: Verified;
}

/** A ledger that is broken throughout names its first discrepancies and counts the others. */
const MAX_DISCREPANCIES = 100;

export class LedgerAudit {
  readonly #uid: string;
  readonly #sha256Hex: Sha256Hex;
  readonly #chain: ChainAudit;
  readonly #totals = emptyTotals();
  readonly #held: Record<Currency, bigint> = { coins: 0n, gems: 0n, points: 0n, eth: 0n };
  readonly #findings: Finding[] = [];
  readonly #known: Verified | undefined;
  readonly #beginsAt: number;
  #postedOn: string | null;
  #unlisted = 0;
  #postings = 0;

  constructor(uid: string, sha256Hex: Sha256Hex, { compared, begins }: Known = {}) {
    this.#uid = uid;
    this.#sha256Hex = sha256Hex;
    const genesis = sealOf({ ...NOTHING, hash: genesisHash(uid, sha256Hex) });
    this.#chain = new ChainAudit(begins === undefined ? genesis : sealOf(begins));
    this.#known = compared;
    this.#beginsAt = begins?.sequence ?? 0;
    this.#postedOn = begins?.postedOn ?? null;
    if (compared?.sequence === 0) this.report(knownFindings(compared, genesis));
  }

  /** Whether every posting up to `version`, the number that the wallet counts, was seen. */
  reaches(version: number): boolean {
    return this.openRuns === 1 && (this.#chain.head?.sequence ?? 0) >= version;
  }

  /** How many runs of postings wait for their predecessors: what the memory in use grows with. */
  get openRuns(): number {
    return this.#chain.openRuns;
  }

  /** Whether nothing of a ledger was found. */
  get isEmpty(): boolean {
    return this.#postings === 0 && this.#findings.length === 0;
  }

  addPosting(posting: Posting, where: string): void {
    const { sequence } = posting;
    if (sequence > 0 && sequence === this.#known?.sequence) this.report(knownFindings(this.#known, posting));
    if (this.#isBefore(sequence)) {
      this.report(postingFindings(posting, this.#sha256Hex));
      return;
    }
    if (this.#chain.has(sequence)) {
      this.#reportRepeated(sequence, where);
      return;
    }
    if (sequence > (this.#chain.head?.sequence ?? 0)) this.#postedOn = utcDay(posting.postedAtMs);
    this.#postings += 1;
    this.report(this.#chain.add({ sequence, seal: posting }));
    this.report(postingFindings(posting, this.#sha256Hex));
    addLegs(this.#totals, posting.legs);
  }

  /** A stored posting that cannot be read; where its number can, the chain does not miss it as well. */
  addUnreadable(sequence: number | null, where: string, problem: string): void {
    this.report(findings('posting-malformed', sequence, [{ where, expected: 'a posting', actual: problem }]));
    if (sequence === null || this.#isBefore(sequence)) return;
    if (this.#chain.has(sequence)) this.#reportRepeated(sequence, where);
    else this.report(this.#chain.add({ sequence, seal: undefined }));
  }

  addOpenHold(currency: Currency, amount: number): void {
    this.#held[currency] += BigInt(amount);
  }

  report(found: readonly Finding[]): void {
    const listed = found.slice(0, MAX_DISCREPANCIES - this.#findings.length);
    this.#findings.push(...listed);
    this.#unlisted += found.length - listed.length;
  }

  /** Compares what the postings add up to with the stored wallet; undefined where none could be read. */
  finish(wallet: Wallet | undefined): Audit {
    this.report(this.#chain.missing(wallet?.version ?? 0));
    if (wallet !== undefined) this.#compareWallet(wallet);
    this.report(this.#unreached());
    const all = this.#unlisted === 0 ? this.#findings : [...this.#findings, furtherFinding(this.#unlisted)];
    const discrepancies = all.map((finding) => ({ uid: this.#uid, ...finding }));
    const verified = discrepancies.length === 0 && wallet !== undefined ? this.#verified(wallet) : undefined;
    return { discrepancies, postings: this.#postings, totals: this.#totals, verified };
  }

  /** Whether it was verified before, and only has to hold by itself. */
  #isBefore(sequence: number): boolean {
    return this.#beginsAt > 0 && sequence <= this.#beginsAt;
  }

  /** Where more is known than the ledger has. */
  #unreached(): Finding[] {
    const [known, has] = [this.#known?.sequence ?? 0, this.#chain.head?.sequence ?? 0];
    return known <= has ? [] : findings('checkpoint-mismatch', known, mismatch('sequence', has, known));
  }

  #verified({ version, headHash, balances, debt }: Wallet): Verified {
    return { sequence: version, hash: headHash, balances, debt, postedOn: this.#postedOn };
  }

  #reportRepeated(sequence: number, where: string): void {
    this.report(findings('posting-repeated', sequence, [{ where, expected: 'one posting', actual: 'another' }]));
  }

  #compareWallet(wallet: Wallet): void {
    const { balances, debt, version, headHash } = wallet;
    const head = this.#chain.head;
    this.report(findings('wallet-version', null, mismatch('version', head?.sequence ?? 0, version)));
    if (head?.seal !== undefined) {
      this.report(findings('wallet-head', null, mismatch('headHash', head.seal.hash, headHash)));
      this.report(findings('wallet-balance', null, compareBalances(head.seal.after, balances)));
      this.report(findings('wallet-balance', null, compareDebts(head.seal.debt?.after, debt)));
    }
    this.report(findings('balance-negative', null, [...negativeParts(balances, 'wallet'), ...negativeDebts(debt)]));
    this.report(findings('debt-unpaid', null, unpaidDebts(wallet)));
    for (const currency of CURRENCIES) {
      const { available, locked } = balances[currency];
      this.report(findings('holds-mismatch', null, mismatch(currency, this.#held[currency], BigInt(locked))));
      this.#totals.available[currency] += BigInt(available);
      this.#totals.locked[currency] += BigInt(locked);
      this.#totals.debt[currency] -= BigInt(debt[currency]);
    }
  }
}

const NOTHING = { sequence: 0, balances: ZERO_BALANCES, debt: NO_DEBTS };

/** A posting as its neighbours see it, of which only what it left is known. */
function sealOf({ sequence, hash, balances, debt }: Omit<Verified, 'postedOn'>): Seal {
  const owed = isOwing(debt) ? { debt: { before: debt, after: debt } } : {};
  return { sequence, previousHash: '', hash, before: balances, after: balances, ...owed };
}

/** What was made or lost over all users, by currency. */
export function totalsDiscrepancies(totals: Totals): Discrepancy[] {
  const sums = surplus(totals);
  const found = CURRENCIES.flatMap((currency) => mismatch(currency, 0n, sums[currency]));
  return findings('totals-unbalanced', null, found).map((finding) => ({ uid: null, ...finding }));
}

function furtherFinding(count: number): Finding {
  const expected = `at most ${MAX_DISCREPANCIES}`;
  const actual = `${count} more`;
  return { sequence: null, kind: 'further-discrepancies', where: 'ledger', expected, actual };
}
