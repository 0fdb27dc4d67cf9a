import { randomUUID } from 'node:crypto';
import { definePosting } from '../../functions/src/kernel/posting.ts';
import { DAY_MS, dayStartMs } from '../../functions/src/kernel/time.ts';
import { inParallel } from '../../functions/src/platform/runtime/parallel.ts';
import { transact } from '../../functions/src/platform/storage/transaction.ts';
import { openWallet, post } from '../../functions/src/wallet/post.ts';
import { transferLegs } from '../../functions/src/wallet/rules.ts';
import { type UidRange, verifyLedger } from '../../functions/src/wallet/verifyLedger.ts';
import { verifyMoved } from '../../functions/src/wallet/verifyMoved.ts';
import { countTraffic } from '../../test/support/firestoreTraffic.ts';
import type { Progress } from '../progress.ts';
import type { Claim, Report, Table } from '../report.ts';

/**
 * How fast ledgers are verified: whole lives, as the monthly replay and the command do it, and what has moved since the day
 * before. One process beside the emulator; shards and processes side by side go through more.
 */
const PLAYERS = 300;
const DAYS = 20;
const POSTINGS_A_DAY = 4;
const FIRST_DAY = '2026-01-01';
const PLAYERS_AT_ONCE = 8;
const MAX_READ_OF_MOVED = 7;

const played = definePosting({ type: 'bench.credit', text: 'Credited by a benchmark' });

interface Found {
  readonly what: string;
  readonly players: number;
  readonly ms: number;
  readonly read: number;
  readonly written: number;
}

export async function measureVerification(progress: Progress): Promise<Report> {
  const prefix = `verified-${randomUUID()}-`;
  const range = { firstUid: prefix, lastUid: `${prefix}~` };
  const uids = Array.from({ length: PLAYERS }, (_, at) => `${prefix}${String(at).padStart(4, '0')}`);
  await inParallel(uids, PLAYERS_AT_ONCE, (uid) => live(uid));
  progress(`${PLAYERS} players have played for ${DAYS} days`);
  const replay = await measure('a whole life', () => verifyLedger({ nowMs: dayMs(DAYS), range }));
  progress('all were replayed');
  // Nothing is remembered of them yet, so the first run replays them too.
  await verifyOn(DAYS, range);
  await inParallel(uids, PLAYERS_AT_ONCE, (uid) => play(uid, [DAYS]));
  const moved = await measure('moved since the day before', () => verifyOn(DAYS + 1, range));
  const again = await measure('moved before that, and looked at once more', () => verifyOn(DAYS + 2, range));
  const resting = await measure('at rest', () => verifyOn(DAYS + 3, range));
  progress('what has moved was verified');
  const found = [replay, moved, again, resting];
  return { benchmark: 'verification', tables: [tableOf(found)], claims: claimsOf(replay, moved, resting) };
}

function dayMs(day: number): number {
  return dayStartMs(FIRST_DAY) + day * DAY_MS;
}

async function verifyOn(day: number, range: UidRange): Promise<void> {
  const { complete, discrepancies } = await verifyMoved({ nowMs: dayMs(day), range });
  if (!complete || discrepancies > 0) throw new Error(`the ledgers of day ${day} do not hold`);
}

async function live(uid: string): Promise<void> {
  await transact(async (tx) => openWallet(tx, uid));
  await play(
    uid,
    Array.from({ length: DAYS }, (_, day) => day),
  );
}

/** All of it in one transaction, since it is not what is measured. */
async function play(uid: string, days: readonly number[]): Promise<void> {
  await transact(async (tx) => {
    for (const day of days) {
      for (let count = 0; count < POSTINGS_A_DAY; count += 1) {
        const about = { reference: 'bench', actor: uid, correlationId: 'bench', configVersion: 1, details: {} };
        const legs = transferLegs('rewards', 'coins', 10);
        await post(tx, uid, { kind: played, legs, postedAtMs: dayMs(day) + count, ...about });
      }
    }
  });
}

async function measure(what: string, work: () => Promise<unknown>): Promise<Found> {
  const startedMs = performance.now();
  const { traffic } = await countTraffic(work);
  const ms = performance.now() - startedMs;
  const read = traffic.read.length + traffic.queried.length;
  return { what, players: PLAYERS, ms, read, written: traffic.written.length };
}

function tableOf(found: readonly Found[]): Table {
  const note = `${PLAYERS} players who have played on ${DAYS} days, ${POSTINGS_A_DAY} postings a day, which one process verifies beside the emulator. Documents are those of the whole run, what it remembers of itself included, by player.`;
  const columns = ['ledgers', 'players', 'players/s', 's per thousand', 'read a player', 'written'];
  const rows = found.map(({ what, players, ms, read, written }) => {
    const pace = players / (ms / 1_000);
    return [what, players, pace, 1_000 / pace, read / players, written / players];
  });
  return { title: 'The pace of verification', note, columns, rows };
}

function claimsOf(replay: Found, moved: Found, resting: Found): readonly Claim[] {
  const readOfMoved = moved.read / moved.players;
  const ratio = replay.ms / moved.ms;
  return [
    {
      claim: `a ledger that has moved is verified with at most ${MAX_READ_OF_MOVED} documents read, however long its life`,
      measured: `${readOfMoved.toFixed(2)} read, ${(replay.read / replay.players).toFixed(2)} for a replay of ${DAYS} days`,
      holds: readOfMoved <= MAX_READ_OF_MOVED,
    },
    {
      claim: 'ledgers at rest cost nothing: less than a document for each five of them, what runs remember included',
      measured: `${resting.read} read for ${resting.players} players`,
      holds: resting.read < resting.players / 5,
    },
    {
      claim: 'what has moved is verified faster than it is replayed',
      measured: `${ratio.toFixed(2)} times as fast`,
      holds: ratio > 1,
    },
  ];
}
