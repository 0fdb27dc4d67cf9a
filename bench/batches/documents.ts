import { countTraffic } from '../../test/support/firestoreTraffic.ts';
import { relayNow } from '../../test/support/relayNow.ts';
import type { Progress } from '../progress.ts';
import type { Cell, Claim, Report } from '../report.ts';
import type { Design } from './design.ts';
import { designs, ours } from './designs.ts';
import { pagesOf } from './earnPlay.ts';
import { playedYesterday, SIZES, worth } from './workload.ts';

type Part = Pick<Report, 'tables' | 'claims'>;

interface Documents {
  readonly read: number;
  readonly written: number;
}

const CLAIMED_SIZE = 50;
const MAX_DOCUMENTS = 2;

export async function measureDocuments(progress: Progress): Promise<Part> {
  // What only the first call of an instance reads (the economy configuration, once a minute) is no part of a batch.
  await countBatch(ours, 1);
  const rows: Cell[][] = [];
  const claims: Claim[] = [];
  for (const size of SIZES) {
    const counts: Documents[] = [];
    for (const design of designs) counts.push(await countBatch(design, size));
    const [own] = counts;
    if (size === CLAIMED_SIZE && own !== undefined) claims.push(claim(own));
    rows.push([size, ...counts.flatMap(({ read, written }) => [read, written])]);
    progress(`documents of ${size} events counted`);
  }
  const relay = await countRelay();
  const note = `What one batch reads and writes before the client has its answer, counted from the requests that the SDK sends. EarnPlay then carries a session’s batches on in the background, however many there were: a relay reads ${relay.read} and writes ${relay.written} documents to publish their messages once more and fold the day into the month. The configuration is one more read a minute and instance. Redis costs no documents.`;
  const columns = ['events', ...designs.flatMap(({ name }) => [`${name}: read`, 'written'])];
  return { tables: [{ title: 'Documents per batch', note, columns, rows }], claims };
}

/** Missing documents and repeated attempts included, as Firestore bills them. */
async function countDocuments(work: () => Promise<unknown>): Promise<Documents> {
  const { read, queried, written } = (await countTraffic(work)).traffic;
  return { read: read.length + queried.length, written: written.length };
}

async function countBatch(design: Design, size: number): Promise<Documents> {
  const uid = await design.newPlayer();
  const events = playedYesterday(size);
  const counted = await countDocuments(() => design.send(uid, events));
  const credited = await design.coins(uid);
  if (credited !== worth(events)) throw new Error(`${design.name} credited ${credited} of ${worth(events)} coins`);
  return counted;
}

/** What the sweep does to a page, in this process, where it can be counted. */
async function countRelay(): Promise<Documents> {
  const uid = await ours.newPlayer();
  const events = playedYesterday(1);
  await ours.send(uid, events);
  const [path = ''] = pagesOf(uid, events);
  return countDocuments(() => relayNow(path));
}

function claim({ read, written }: Documents): Claim {
  return {
    claim: `${CLAIMED_SIZE} events read at most ${MAX_DOCUMENTS} documents and write at most ${MAX_DOCUMENTS}`,
    measured: `${read} read, ${written} written`,
    holds: read <= MAX_DOCUMENTS && written <= MAX_DOCUMENTS,
  };
}
