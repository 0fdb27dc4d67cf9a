import { CURRENCIES, type Currency } from '../kernel/money.ts';
import { ChainAudit } from './auditChain.ts';
import { compareBalances, type Discrepancy, type Finding, findings, mismatch, negativeParts } from './auditFindings.ts';
import { postingFindings } from './auditPosting.ts';
import { addLegs, emptyTotals, surplus, type Totals } from './auditTotals.ts';
import { genesisHash, type Posting, type Sha256Hex, type Wallet } from './rules.ts';

/**
 * Verifies one player's ledger posting by posting, trusting nothing that is stored: a reader feeds it pages in their own
 * order, and it names every posting that does not hold. It never throws on bad data, sums exactly, and its memory is
 * bounded by the overlap of neighbouring pages (see {@link ChainAudit}) and by a limit on what it lists.
 */
export interface Audit {
  readonly discrepancies: readonly Discrepancy[];
  readonly postings: number;
  readonly totals: Totals;
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
  #unlisted = 0;
  #postings = 0;

  constructor(uid: string, sha256Hex: Sha256Hex) {
    this.#uid = uid;
    this.#sha256Hex = sha256Hex;
    this.#chain = new ChainAudit(genesisHash(uid, sha256Hex));
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
    if (this.#chain.has(sequence)) {
      this.#reportRepeated(sequence, where);
      return;
    }
    this.#postings += 1;
    this.report(this.#chain.add({ sequence, seal: posting }));
    this.report(postingFindings(posting, this.#sha256Hex));
    addLegs(this.#totals, posting.legs);
  }

  /** A stored posting that cannot be read; where its number can, the chain does not miss it as well. */
  addUnreadable(sequence: number | null, where: string, problem: string): void {
    this.report(findings('posting-malformed', sequence, [{ where, expected: 'a posting', actual: problem }]));
    if (sequence === null) return;
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
    const all = this.#unlisted === 0 ? this.#findings : [...this.#findings, furtherFinding(this.#unlisted)];
    const discrepancies = all.map((finding) => ({ uid: this.#uid, ...finding }));
    return { discrepancies, postings: this.#postings, totals: this.#totals };
  }

  #reportRepeated(sequence: number, where: string): void {
    this.report(findings('posting-repeated', sequence, [{ where, expected: 'one posting', actual: 'another' }]));
  }

  #compareWallet(wallet: Wallet): void {
    const { balances, version, headHash } = wallet;
    const head = this.#chain.head;
    this.report(findings('wallet-version', null, mismatch('version', head?.sequence ?? 0, version)));
    if (head?.seal !== undefined) {
      this.report(findings('wallet-head', null, mismatch('headHash', head.seal.hash, headHash)));
      this.report(findings('wallet-balance', null, compareBalances(head.seal.after, balances)));
    }
    this.report(findings('balance-negative', null, negativeParts(balances, 'wallet')));
    for (const currency of CURRENCIES) {
      const { available, locked } = balances[currency];
      this.report(findings('holds-mismatch', null, mismatch(currency, this.#held[currency], BigInt(locked))));
      this.#totals.available[currency] += BigInt(available);
      this.#totals.locked[currency] += BigInt(locked);
    }
  }
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
