import { isDeepStrictEqual } from 'node:util';
import { addDays, utcDay } from '../kernel/time.ts';
import { sha256Hex } from '../platform/crypto/crypto.ts';
import { inParallel } from '../platform/runtime/parallel.ts';
import { transactOptimistically } from '../platform/storage/optimistic.ts';
import { readPage, type StoredDocument } from '../platform/storage/reader.ts';
import { auditedWallet, DISCREPANCIES } from './auditStore.ts';
import { logDiscrepancy, type Notify, reportDiscrepancies } from './discrepancies.ts';
import { firstMovedDay, movedValue, shardOf, shardsFrom, type Verified } from './movedRules.ts';
import { advanceShard, isDayDone, markDayDone, openShard, type Shard } from './shardRuns.ts';
import { type ShardRun, verifiedDoc } from './verifiedStore.ts';
import { runName, type UidRange } from './verifyLedger.ts';
import { verifySince } from './verifySince.ts';

/**
 * Verifies, once a UTC day, the wallets that have moved since the day before, each from where it was verified last, and
 * those once more in which something did not hold. Shards are verified side by side, in this run and in others at the same
 * time; a run that is cut off or out of its budget leaves the rest to the next one.
 */
export interface VerifyMovedRequest {
  readonly nowMs: number;
  /** Starts no further page of wallets after this long, but one in each shard. */
  readonly budgetMs?: number;
  readonly usersPerPage?: number;
  /** Verifies only these users, and remembers by itself how far it is. */
  readonly range?: UidRange;
  /** Told of each discrepancy as it is found; by default it is logged, which raises the alert. */
  readonly notify?: Notify;
}

/** What this run has done; another one may have done the rest. */
export interface VerifyMovedSummary {
  /** Whether nothing is left to do for today. */
  complete: boolean;
  /** Wallets that were looked at. */
  users: number;
  /** Those of them that had moved, or were broken. */
  moved: number;
  postings: number;
  discrepancies: number;
}

/** Leaves a scheduled run, which may take 540 s, room for one more page of each shard. */
const BUDGET_MS = 420_000;
const USERS_PER_PAGE = 50;
const SHARDS_AT_ONCE = 4;
const USERS_AT_ONCE = 4;

type Run = Required<Omit<VerifyMovedRequest, 'range' | 'budgetMs'>> & {
  readonly range: UidRange | undefined;
  readonly untilMs: number;
};

export async function verifyMoved(request: VerifyMovedRequest): Promise<VerifyMovedSummary> {
  const { nowMs, budgetMs = BUDGET_MS, usersPerPage = USERS_PER_PAGE, range, notify = logDiscrepancy } = request;
  const name = runName('verifyMoved', range);
  const summary = { complete: true, users: 0, moved: 0, postings: 0, discrepancies: 0 };
  if (await isDayDone(name, utcDay(nowMs))) return summary;
  const run = { nowMs, usersPerPage, range, notify, untilMs: performance.now() + budgetMs };
  await inParallel(shardsFrom(nowMs), SHARDS_AT_ONCE, async (number) => {
    const isDone = await verifyShard({ run: name, number }, run, summary);
    summary.complete &&= isDone;
  });
  if (summary.complete) await markDayDone(name, utcDay(nowMs));
  return summary;
}

/** Answers whether the shard is done with the day. */
async function verifyShard(shard: Shard, run: Run, summary: VerifyMovedSummary): Promise<boolean> {
  for (;;) {
    let reached = await openShard(shard, run.nowMs);
    if (reached === undefined) return true;
    while (reached.status === 'running') {
      const next = await verifyPage(shard.number, reached, run);
      if (!(await advanceShard(shard, reached, next))) return false;
      summary.users += next.users - reached.users;
      summary.moved += next.moved - reached.moved;
      summary.postings += next.postings - reached.postings;
      summary.discrepancies += next.discrepancies - reached.discrepancies;
      reached = next;
      if (performance.now() >= run.untilMs) return false;
    }
  }
}

interface Suspect {
  readonly uid: string;
  /** Undefined where the whole life has to be replayed. */
  readonly known: Verified | undefined;
}

/** Verifies the next page with anything on it, and answers how far the shard is then. */
async function verifyPage(shard: number, begun: ShardRun, run: Run): Promise<ShardRun> {
  let reached = begun;
  let page = await pageAt(shard, reached, run);
  while (page.length === 0 && reached.status === 'running') {
    reached = { ...reached, ...placeAfter(reached, page, run) };
    if (reached.status === 'running') page = await pageAt(shard, reached, run);
  }
  if (page.length === 0) return reached;
  const suspects = reached.day === null ? brokenOf(page, shard, run.range) : await movedOf(page);
  let { postings, discrepancies } = reached;
  await inParallel(suspects, USERS_AT_ONCE, async ({ uid, known }) => {
    const audit = await verifySince(uid, known, run.nowMs);
    await reportDiscrepancies(audit.discrepancies, reached.startedAt, run.notify);
    postings += audit.postings;
    discrepancies += audit.discrepancies.length;
  });
  const looked = reached.day === null ? suspects.length : page.length;
  const counts = { users: reached.users + looked, moved: reached.moved + suspects.length, postings, discrepancies };
  return { ...reached, ...counts, ...placeAfter(reached, page, run) };
}

async function pageAt(shard: number, { day, cursor, previousAt }: ShardRun, run: Run): Promise<StoredDocument[]> {
  const { usersPerPage: limit, range } = run;
  if (day !== null) {
    const bounds = { firstId: range?.firstUid, lastId: range?.lastUid };
    const where = ['movedIn', movedValue(day, shard)] as const;
    return readPage({ collection: 'users', fields: FIELDS, where, limit, after: cursor, ...bounds });
  }
  if (previousAt === null) return [];
  const where = ['lastSeenAt', new Date(previousAt)] as const;
  return readPage({ collection: DISCREPANCIES, where, limit, after: cursor });
}

const FIELDS = ['balances', 'debt', 'version', 'headHash'];

function placeAfter({ day, throughDay, previousAt, startedAt }: ShardRun, page: StoredDocument[], run: Run) {
  if (page.length === run.usersPerPage) return { cursor: page.at(-1)?.id ?? null };
  const next = day === null ? firstMovedDay(previousAt, startedAt) : addDays(day, 1);
  return next > throughDay ? { status: 'finished' as const, cursor: null } : { day: next, cursor: null };
}

/** Whom the run before has found something with; it is in none of the lists while it does not move. */
function brokenOf(page: readonly StoredDocument[], shard: number, range: UidRange | undefined): Suspect[] {
  const uids = new Set(page.flatMap(({ data }) => (typeof data.uid === 'string' ? [data.uid] : [])));
  const isOurs = (uid: string) =>
    shardOf(uid, sha256Hex) === shard && (range === undefined || (uid >= range.firstUid && uid <= range.lastUid));
  return [...uids].filter(isOurs).map((uid) => ({ uid, known: undefined }));
}

/** Those of a page that are not as they were when they were verified last. */
async function movedOf(page: readonly StoredDocument[]): Promise<Suspect[]> {
  const known = await transactOptimistically(async (tx) => {
    const docs = page.map(({ id }) => verifiedDoc(id));
    await tx.load(docs);
    // One that cannot be read is none; the replay of the ledger says so.
    return Promise.all(docs.map((doc) => tx.get(doc).catch(() => undefined)));
  });
  return page.flatMap(({ id: uid, data }, index) =>
    isAsVerified(data, known[index]) ? [] : [{ uid, known: known[index] }],
  );
}

function isAsVerified(data: StoredDocument['data'], known: Verified | undefined): boolean {
  const { data: wallet } = auditedWallet.safeParse(data);
  if (wallet === undefined || known === undefined) return false;
  if (wallet.version !== known.sequence || wallet.headHash !== known.hash) return false;
  return isDeepStrictEqual([wallet.balances, wallet.debt], [known.balances, known.debt]);
}
