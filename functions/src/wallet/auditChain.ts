import { type Finding, findings } from './auditFindings.ts';
import { type Seal, seamFindings } from './auditPosting.ts';

/**
 * Follows one player's chain of postings in whatever order the pages tell it. A late event stands on its own day's page
 * and a full page moves into archives, so sequence numbers of neighbouring pages interleave. What waits for its
 * predecessor is kept as runs of contiguous numbers, of which only the two ends are remembered: memory grows with the
 * number of interleavings that are open at a time, never with the number of postings, and a lost posting costs one run.
 */
export interface Link {
  readonly sequence: number;
  /** Undefined where the stored posting could not be read: its neighbours are not compared with it. */
  readonly seal: Seal | undefined;
}

interface Run {
  first: Link;
  last: Link;
}

/** Far above what seven days of late events interleave; a ledger with more holes is broken anyway. */
export const MAX_RUNS = 4_096;

export class ChainAudit {
  /** In ascending order; the first starts where the chain begins, for which the genesis counts as posting 0. */
  readonly #runs: Run[];
  readonly #maxRuns: number;

  /** `begins` is the genesis, or the posting from which an earlier verification goes on. */
  constructor(begins: Seal, maxRuns = MAX_RUNS) {
    const link = { sequence: begins.sequence, seal: begins };
    this.#runs = [{ first: link, last: link }];
    this.#maxRuns = maxRuns;
  }

  /** 1 once everything from the beginning to the newest posting was seen. */
  get openRuns(): number {
    return this.#runs.length;
  }

  /** The newest posting that was seen, or where the chain begins. */
  get head(): Link | undefined {
    return this.#runs.at(-1)?.last;
  }

  has(sequence: number): boolean {
    const run = this.#runs[this.#positionOf(sequence)];
    return run !== undefined && run.first.sequence <= sequence && sequence <= run.last.sequence;
  }

  /** Places a posting that the chain does not have yet between its neighbours, as far as they were seen. */
  add(link: Link): Finding[] {
    const at = this.#positionOf(link.sequence);
    const left = this.#runs[at];
    const right = this.#runs[at + 1];
    const follows = left?.last.sequence === link.sequence - 1 ? left : undefined;
    const leads = right?.first.sequence === link.sequence + 1 ? right : undefined;
    const found = [...seam(follows?.last, link), ...seam(link, leads?.first)];
    if (follows !== undefined && leads !== undefined) {
      follows.last = leads.last;
      this.#runs.splice(at + 1, 1);
    } else if (follows !== undefined) follows.last = link;
    else if (leads !== undefined) leads.first = link;
    else this.#runs.splice(at + 1, 0, { first: link, last: link });
    return [...found, ...this.#foldOverflow()];
  }

  /** The numbers that never came, up to `version`, the number of postings that the wallet counts. */
  missing(version: number): Finding[] {
    const gaps = this.#runs.slice(1).flatMap((run, index) => gap(this.#runs[index], run.first.sequence));
    return [...gaps, ...gap(this.#runs.at(-1), version + 1)];
  }

  /** Index of the last run that starts at or before `sequence`; the beginning is before all. */
  #positionOf(sequence: number): number {
    let low = 0;
    let high = this.#runs.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((this.#runs[middle]?.first.sequence ?? 0) <= sequence) low = middle;
      else high = middle;
    }
    return low;
  }

  /** Gives up on the oldest hole, to stay bounded: a posting that fills it afterwards is reported as repeated. */
  #foldOverflow(): Finding[] {
    const [oldest, next] = this.#runs;
    if (this.#runs.length <= this.#maxRuns || oldest === undefined || next === undefined) return [];
    const found = gap(oldest, next.first.sequence);
    oldest.last = next.last;
    this.#runs.splice(1, 1);
    return found;
  }
}

function seam(earlier: Link | undefined, later: Link | undefined): Finding[] {
  if (earlier?.seal === undefined || later?.seal === undefined) return [];
  return seamFindings(earlier.seal, later.seal);
}

function gap(before: Run | undefined, nextSequence: number): Finding[] {
  const first = (before?.last.sequence ?? 0) + 1;
  const last = nextSequence - 1;
  if (last < first) return [];
  const expected = first === last ? `posting ${first}` : `postings ${first} to ${last}`;
  return findings('posting-missing', first, [{ where: 'days', expected, actual: 'none' }]);
}
