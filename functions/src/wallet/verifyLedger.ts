import { sha256Hex } from '../platform/crypto/crypto.ts';
import { inParallel } from '../platform/runtime/parallel.ts';
import { readPage } from '../platform/storage/reader.ts';
import type { Discrepancy } from './auditFindings.ts';
import { totalsDiscrepancies } from './auditRules.ts';
import type { Checkpoint } from './auditStore.ts';
import { addTotals, readTotals, type WrittenTotals, writeTotals } from './auditTotals.ts';
import { advanceCheckpoint, openCheckpoint } from './checkpoint.ts';
import { logDiscrepancy, type Notify, reportDiscrepancies } from './discrepancies.ts';
import { verifyUser } from './verifyUser.ts';

/**
 * Replays every ledger from its beginning and reports what does not hold: the command, and once a month what runs by itself,
 * a part of it each day. Users stream by in pages, a checkpoint
 * counts each page once, after its discrepancies are stored, and memory is bounded by what a few users overlap. A run
 * that was cut off or ran out of its budget goes on where it stopped; each user is seen as of one instant.
 */
export interface VerifyRequest {
  readonly nowMs: number;
  /** Starts no further page of users after this long, but always one; the rest is for the next run. */
  readonly budgetMs?: number;
  readonly usersPerPage?: number;
  /** Whether to go on with an unfinished run, if there is one; otherwise that is abandoned. */
  readonly resume?: boolean;
  /** Leaves a finished run at that until this long after it began. */
  readonly restMs?: number;
  /** Verifies only these users, by a checkpoint of their own: for shards, and for one suspect. */
  readonly range?: UidRange;
  /** Told of each discrepancy as it is found; by default it is logged, which raises the alert. */
  readonly notify?: Notify;
}

/** User ids from the first to the last, both included. */
export interface UidRange {
  readonly firstUid: string;
  readonly lastUid: string;
}

export interface VerifySummary {
  /** `superseded`: another run has taken over the checkpoint, and the rest is left to it. */
  readonly status: 'finished' | 'unfinished' | 'superseded';
  readonly startedAtMs: number;
  /** The last user that was verified. */
  readonly cursor: string | null;
  readonly users: number;
  readonly postings: number;
  readonly discrepancies: number;
  /** By account and currency, in minor units as decimal text; each currency sums to zero. */
  readonly totals: WrittenTotals;
}

/** Leaves a scheduled run, which may take 540 s, room for one more page of users. */
const BUDGET_MS = 420_000;
const USERS_PER_PAGE = 50;
const USERS_AT_ONCE = 8;

export async function verifyLedger(request: VerifyRequest): Promise<VerifySummary> {
  const { budgetMs = BUDGET_MS, usersPerPage = USERS_PER_PAGE, range, notify = logDiscrepancy } = request;
  const untilMs = performance.now() + budgetMs;
  const id = runName('verifyLedger', range);
  const bounds = { firstId: range?.firstUid, lastId: range?.lastUid };
  let reached = await openCheckpoint(id, request.nowMs, request);
  if (reached.status === 'finished') return summaryOf('finished', reached);
  do {
    const after = reached.cursor;
    const page = await readPage({ collection: 'users', fields: [], limit: usersPerPage, after, ...bounds });
    const uids = page.map((user) => user.id);
    const next = await verifyPage(reached, uids, uids.length < usersPerPage, notify);
    if (!(await advanceCheckpoint(id, reached, next))) return summaryOf('superseded', reached);
    reached = next;
  } while (reached.status === 'running' && performance.now() < untilMs);
  return summaryOf(reached.status === 'finished' ? 'finished' : 'unfinished', reached);
}

/** Verifies a page of users and answers how far the run has come with it. */
async function verifyPage(reached: Checkpoint, uids: string[], isLast: boolean, notify: Notify): Promise<Checkpoint> {
  const totals = readTotals(reached.totals);
  let { postings, discrepancies } = reached;
  const keep = async (found: readonly Discrepancy[]): Promise<void> => {
    await reportDiscrepancies(found, reached.startedAt, notify);
    discrepancies += found.length;
  };
  await inParallel(uids, USERS_AT_ONCE, async (uid) => {
    const audit = await verifyUser(uid);
    await keep(audit.discrepancies);
    postings += audit.postings;
    addTotals(totals, audit.totals);
  });
  if (isLast) await keep(totalsDiscrepancies(totals));
  return {
    status: isLast ? 'finished' : 'running',
    startedAt: reached.startedAt,
    cursor: uids.at(-1) ?? reached.cursor,
    users: reached.users + uids.length,
    ...{ postings, discrepancies, totals: writeTotals(totals) },
  };
}

function summaryOf(status: VerifySummary['status'], reached: Checkpoint): VerifySummary {
  const { startedAt, cursor, users, postings, discrepancies, totals } = reached;
  return { status, startedAtMs: startedAt, cursor, users, postings, discrepancies, totals };
}

/** Under what name a run remembers how far it is; uids may have any characters, so those of a range are hashed together. */
export function runName(name: string, range: UidRange | undefined): string {
  return range === undefined ? name : `${name}:${sha256Hex(JSON.stringify([range.firstUid, range.lastUid]))}`;
}
