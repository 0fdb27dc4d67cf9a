import type { Cell, Claim, Report, Table } from '../report.ts';
import { median, pairedRatio, percentile } from '../statistics.ts';
import type { Folding } from './owners.ts';

export interface Found {
  /** Milliseconds of each claim of each round. */
  readonly one: readonly (readonly number[])[];
  readonly many: readonly (readonly number[])[];
  /** How the owner of the one code was paid, warm-up included. */
  readonly folding: Folding;
  /** Of all messages of both crowds. */
  readonly deliveries: number;
  readonly allClaims: number;
}

export function reportOf(found: Found): Report {
  return { benchmark: 'referrals', tables: [latencies(found), paying(found)], claims: [noSlower(found), paid(found)] };
}

function latencies({ one, many }: Found): Table {
  const row = (name: string, rounds: Found['one']): Cell[] => {
    const all = rounds.flat();
    const medians = rounds.map(median);
    const range = `${Math.min(...medians).toFixed(0)}–${Math.max(...medians).toFixed(0)}`;
    return [name, all.length, median(all), percentile(all, 0.95), range];
  };
  const note = `All claims of a round are sent at the same moment by players of their own, against one instance; the rounds take turns, and each begins when all referrers of the one before are paid. Median ratio of the rounds, one code ÷ different codes: ${ratioOf({ one, many }).toFixed(2)}; the rounds with different codes alone differ by ${percent(noiseOf(many))} from their median.`;
  const columns = ['100 players claim', 'claims', 'p50 ms', 'p95 ms', 'p50 of the rounds'];
  return {
    title: 'Claims of one code and of different codes',
    note,
    columns,
    rows: [row('one code', one), row('different codes', many)],
  };
}

function paying({ folding, deliveries, allClaims }: Found): Table {
  const rows: Cell[][] = [[folding.claims, folding.postings, folding.claims / folding.postings, deliveries, allClaims]];
  const columns = ['claims of the one code', 'postings that paid them', 'claims a posting', 'deliveries', 'of claims'];
  const note =
    'Warm-up included. Every message is delivered to `creditReferrer`; whichever delivery comes first pays all claims that wait for the same referrer in one transaction, and the others find nothing left to do.';
  return { title: 'How referrers are paid', note, columns, rows };
}

function noSlower({ one, many }: Found): Claim {
  const [ratio, noise] = [ratioOf({ one, many }), noiseOf(many)];
  return {
    claim: 'the median claim of one code takes no longer than with different codes, within the noise of the latter',
    measured: `${ratio.toFixed(2)} times, noise ${percent(noise)}`,
    holds: ratio <= 1 + noise,
  };
}

function paid({ folding, one }: Found): Claim {
  const [round = []] = one;
  const due = (one.length + 1) * round.length;
  return {
    claim: 'the owner of the one code is paid exactly once for each claim',
    measured: `${folding.claims} of ${due} claims of 100 coins, in ${folding.postings} postings`,
    holds: folding.claims === due,
  };
}

function ratioOf({ one, many }: Pick<Found, 'one' | 'many'>): number {
  return pairedRatio(one.map(median), many.map(median));
}

/** How far the medians of rounds of the same kind lie from their own median, at most. */
function noiseOf(rounds: Found['many']): number {
  const medians = rounds.map(median);
  const middle = median(medians);
  return Math.max(...medians.map((one) => Math.abs(one - middle) / middle));
}

function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`;
}
