import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runInOwnSuite } from '../ownSuite.ts';
import type { Progress } from '../progress.ts';
import type { Claim, Report } from '../report.ts';
import { type Designs, designsOf } from './designs.ts';
import { type Measured, measured } from './measured.ts';
import type { Operations } from './meter/firestoreBill.ts';
import { monthOf } from './month.ts';
import { KNOWN_SEQUENCE } from './play/knownSequence.ts';
import { type Prices, readPrices } from './prices.ts';
import { apartTable, dayTable, designsTable, dollarsOf, dollarsTable, linesTable } from './tables.ts';
import { verdictOf } from './verdict.ts';

/** What a player costs: plays a typical day in a suite in which everything is metered, and reckons it for many. */
export async function measureCost(progress: Progress): Promise<Report> {
  const prices = readPrices();
  const found = await measureInMeteredSuite();
  progress('all was metered');
  const designs = await designsOf(found, prices.daysPerMonth);
  const dollars = dollarsTable(designs, prices);
  const tables = [
    { ...dollars, note: `${verdictOf(designs, prices)} ${dollars.note ?? ''}` },
    linesTable(designs.typical, prices),
    designsTable(designs, prices),
    dayTable(found),
    apartTable(prices),
  ];
  return { benchmark: 'cost', tables, claims: claims(found, designs, prices) };
}

async function measureInMeteredSuite(): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), 'earnplay-meter-'));
  const answer = join(mkdtempSync(join(tmpdir(), 'earnplay-cost-')), 'measured.json');
  const preload = pathToFileURL(join(import.meta.dirname, 'meter', 'preload.ts')).href;
  const options = [process.env.NODE_OPTIONS, `--import=${preload}`].filter((one) => one !== undefined).join(' ');
  try {
    const script = join(import.meta.dirname, 'inside.ts');
    await runInOwnSuite([script, answer], { NODE_OPTIONS: options, EARNPLAY_METER: folder });
    return measured.parse(JSON.parse(readFileSync(answer, 'utf8')));
  } finally {
    rmSync(folder, { recursive: true, force: true });
    rmSync(join(answer, '..'), { recursive: true, force: true });
  }
}

const SIZE = 1_000_000;

function claims({ proof }: Measured, { typical, classicTransaction }: Designs, prices: Prices): Claim[] {
  const [ours, classic] = [typical, classicTransaction].map((design) => ({
    writes: monthOf(design, SIZE, prices.daysPerMonth).firestoreWrites / SIZE / prices.daysPerMonth,
    dollars: dollarsOf(design, SIZE, prices),
  }));
  if (ours === undefined || classic === undefined) throw new Error('nothing was measured');
  return [
    {
      claim: 'a known sequence of operations is metered as it was counted by hand',
      measured: `${worded(proof)}; by hand ${worded(KNOWN_SEQUENCE)}`,
      holds: worded(proof) === worded(KNOWN_SEQUENCE),
    },
    {
      claim: 'a player’s day writes fewer documents than with one transaction per action',
      measured: `${ours.writes.toFixed(1)} against ${classic.writes.toFixed(1)}`,
      holds: ours.writes < classic.writes,
    },
  ];
}

function worded({ reads, writes, deletes, ttlDeletes }: Operations): string {
  return `${reads} read, ${writes} written, ${deletes} deleted, ${ttlDeletes} by TTL`;
}
