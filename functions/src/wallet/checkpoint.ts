import { transact } from '../platform/storage/transaction.ts';
import { type Checkpoint, checkpointDoc } from './auditStore.ts';
import { emptyTotals, writeTotals } from './auditTotals.ts';

export interface Opening {
  /** Whether to go on with a run that is under way; by default it is. */
  readonly resume?: boolean;
  /** How long after its beginning a finished run is not followed by another one. */
  readonly restMs?: number;
}

/**
 * Remembers how far a verification has come, so that each user is counted once however often the run is cut off. Of two
 * runs on one checkpoint only the one that advances it first goes on.
 */
export async function openCheckpoint(id: string, nowMs: number, how: Opening = {}): Promise<Checkpoint> {
  const { resume = true, restMs = 0 } = how;
  return transact(async (tx) => {
    const doc = checkpointDoc(id);
    const stored = await tx.get(doc);
    if (resume && stored?.status === 'running') return stored;
    if (stored?.status === 'finished' && nowMs < stored.startedAt + restMs) return stored;
    const fresh: Checkpoint = {
      ...{ status: 'running', startedAt: nowMs, cursor: null },
      ...{ users: 0, postings: 0, discrepancies: 0, totals: writeTotals(emptyTotals()) },
    };
    const written = { ...fresh, startedAt: new Date(nowMs) };
    if (stored === undefined) tx.create(doc, written);
    else tx.merge(doc, written);
    return fresh;
  });
}

/** Moves the checkpoint on; answers false, and changes nothing, where another run has moved it meanwhile. */
export async function advanceCheckpoint(id: string, from: Checkpoint, to: Checkpoint): Promise<boolean> {
  return transact(async (tx) => {
    const doc = checkpointDoc(id);
    const stored = await tx.get(doc);
    const ours = stored?.status === 'running' && stored.startedAt === from.startedAt && stored.cursor === from.cursor;
    if (ours) tx.merge(doc, { ...to, startedAt: new Date(to.startedAt) });
    return ours;
  });
}
