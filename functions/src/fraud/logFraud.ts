import { sortableInstant } from '../kernel/time.ts';
import { sha256Hex } from '../platform/crypto/crypto.ts';
import { log } from '../platform/runtime/log.ts';
import type { Tx } from '../platform/storage/transaction.ts';
import type { Call } from '../platform/transport/callable.ts';
import { hasLeftSince } from '../users/account.ts';
import type { Score } from './rules.ts';
import { fraudLogDoc, openBlocksDoc } from './store.ts';

export interface Suspicion {
  readonly kind: 'referral' | 'withdrawal';
  readonly verdict: 'block' | 'review';
  readonly score: Score;
  /** Path of what it is about. */
  readonly subject: string;
}

/** Who asked for what is suspicious, and when. */
type Asked = Pick<Call, 'uid' | 'nowMs' | 'correlationId'>;

/**
 * Puts a block or a flag before staff. Whoever is blocked and tries again is one entry, with a count, for as long as nobody
 * has decided it; each flag is one of its own, as what it is about waits for its own decision. Ids sort by time, and
 * nothing of them is the caller's to choose.
 */
export async function logFraud(tx: Tx, call: Asked, suspicion: Suspicion): Promise<void> {
  if (suspicion.verdict === 'review') await open(tx, call, suspicion);
  // A block is put on record after its refusal, when its account may be gone, and nothing may name it any more.
  else if (await hasLeftSince(tx, call.uid, call.nowMs)) return;
  else if (!(await countAgain(tx, call, suspicion))) await openBlock(tx, call, suspicion);
}

/** Counts a block on the entry that is open already; false where there is none. */
async function countAgain(tx: Tx, call: Asked, { kind, score, subject }: Suspicion): Promise<boolean> {
  const logId = (await tx.get(openBlocksDoc(call.uid)))?.[kind] ?? null;
  const entry = logId === null ? undefined : await tx.get(fraudLogDoc(logId));
  if (logId === null || entry?.status !== 'OPEN') return false;
  const { total, evidence } = score;
  const worse = total > entry.total ? { total, evidence: { ...evidence }, subject } : {};
  tx.merge(fraudLogDoc(logId), { ...worse, count: entry.count + 1, lastAt: new Date(call.nowMs) });
  log('INFO', 'fraud again', { kind, total, count: entry.count + 1 });
  return true;
}

async function openBlock(tx: Tx, call: Asked, suspicion: Suspicion): Promise<void> {
  tx.merge(openBlocksDoc(call.uid), { [suspicion.kind]: await open(tx, call, suspicion) });
}

/** Answers the entry's id. One call has one entry, however often its transaction runs. */
async function open(tx: Tx, call: Asked, { kind, verdict, score, subject }: Suspicion): Promise<string> {
  const call16 = sha256Hex(JSON.stringify([call.uid, kind, call.correlationId])).slice(0, 16);
  const logId = `${sortableInstant(call.nowMs)}-${call16}`;
  if ((await tx.get(fraudLogDoc(logId))) !== undefined) return logId;
  const { total, evidence } = score;
  tx.create(fraudLogDoc(logId), {
    ...{ uid: call.uid, kind, verdict, total, evidence: { ...evidence }, subject },
    ...{ at: new Date(call.nowMs), count: 1, lastAt: null },
    correlationId: call.correlationId,
    status: 'OPEN',
    reviewedBy: null,
  });
  log('WARNING', 'fraud', { alert: 'fraud.review', kind, verdict, total });
  return logId;
}
