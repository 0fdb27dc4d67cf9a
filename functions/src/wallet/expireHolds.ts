import { currentEconomy } from '../platform/configuration/economyConfig.ts';
import { currentTrace, startTrace } from '../platform/runtime/context.ts';
import { describeError, log } from '../platform/runtime/log.ts';
import { inParallel } from '../platform/runtime/parallel.ts';
import { readDue, type StoredDocument } from '../platform/storage/reader.ts';
import { tryToStepAside } from '../platform/storage/stepAside.ts';
import { transact } from '../platform/storage/transaction.ts';
import { type Cause, expiryOf, type Resolution, release } from './hold.ts';
import { getWallet } from './post.ts';
import { hasExpired } from './rules.ts';
import { holdDoc } from './store.ts';

/**
 * Gives back what expired holds have locked. Each release is a transaction of its own that looks at the hold again, so
 * runs may overlap, and a hold that was captured or released meanwhile stays as it is. What cannot be released steps aside.
 */
export interface ExpireSummary {
  released: number;
  /** Resolved by somebody else between the query and the transaction. */
  resolved: number;
  /** Of users whose wallet is gone; logged. */
  orphaned: number;
  failed: number;
  /** False where this run's limit was reached before the holds were. */
  complete: boolean;
}

const HOLDS = { group: 'holds', where: ['status', 'held'], dueField: 'expiresAt' } as const;
const HOLDS_PER_PAGE = 100;
const MAX_PAGES = 20;
const HOLDS_AT_ONCE = 8;

export async function expireHolds(nowMs: number, holdsPerPage = HOLDS_PER_PAGE): Promise<ExpireSummary> {
  const summary: ExpireSummary = { released: 0, resolved: 0, orphaned: 0, failed: 0, complete: false };
  const cause = await causeOf(nowMs);
  let after: StoredDocument | null = null;
  for (let page = 0; page < MAX_PAGES && !summary.complete; page += 1) {
    const due: StoredDocument[] = await readDue({ ...HOLDS, dueAtMs: nowMs, limit: holdsPerPage, after });
    await inParallel(due, HOLDS_AT_ONCE, async (hold) => {
      const outcome = await expireHold(hold.path, cause);
      summary[outcome] += 1;
      if (outcome === 'failed' || outcome === 'orphaned') await tryToStepAside(hold.path, HOLDS, nowMs);
    });
    after = due.at(-1) ?? after;
    summary.complete = due.length < holdsPerPage;
  }
  return summary;
}

async function causeOf(nowMs: number): Promise<Cause> {
  const { correlationId } = currentTrace() ?? startTrace('expireHolds');
  const { version } = await currentEconomy(nowMs);
  return { postedAtMs: nowMs, actor: 'system:expireHolds', correlationId, configVersion: version };
}

export type Outcome = 'released' | 'resolved' | 'orphaned' | 'failed';

/** Releases the hold at `path`, unless it is resolved or not yet due by `cause.postedAtMs`. */
export async function expireHold(path: string, cause: Cause): Promise<Outcome> {
  try {
    const outcome = await releaseExpired(resolutionOf(path), cause);
    if (outcome === 'orphaned') log('WARNING', 'expired hold without a wallet', { path });
    return outcome;
  } catch (error) {
    log('ERROR', 'expired hold not released', { path, ...describeError(error) });
    return 'failed';
  }
}

async function releaseExpired(resolution: Resolution, cause: Cause): Promise<Outcome> {
  return transact(async (tx) => {
    const held = await tx.get(holdDoc(resolution.uid, resolution.holdId));
    if (held?.status !== 'held' || !hasExpired(expiryOf(held), cause.postedAtMs)) return 'resolved';
    if ((await getWallet(tx, resolution.uid)) === undefined) return 'orphaned';
    await release(tx, resolution, cause);
    return 'released';
  });
}

/** `users/{uid}/holds/{holdId}` */
function resolutionOf(path: string): Resolution {
  const [, uid = '', , holdId = ''] = path.split('/');
  return { uid, holdId };
}
