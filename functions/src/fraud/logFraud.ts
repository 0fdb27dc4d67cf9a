import { sortableInstant } from '../kernel/time.ts';
import { sha256Hex } from '../platform/crypto/crypto.ts';
import { log } from '../platform/runtime/log.ts';
import type { Tx } from '../platform/storage/transaction.ts';
import type { Call } from '../platform/transport/callable.ts';
import type { Score } from './rules.ts';
import { fraudLogDoc } from './store.ts';

export interface Suspicion {
  readonly kind: 'referral' | 'withdrawal';
  readonly verdict: 'block' | 'review';
  readonly score: Score;
  /** Path of what it is about. */
  readonly subject: string;
}

/**
 * Writes a block or a flag for staff to review. One call has one entry, however often its transaction runs; ids sort by
 * time, and nothing of them is the caller's to choose.
 */
export async function logFraud(tx: Tx, call: Call, { kind, verdict, score, subject }: Suspicion): Promise<void> {
  const call16 = sha256Hex(JSON.stringify([call.uid, kind, call.correlationId])).slice(0, 16);
  const doc = fraudLogDoc(`${sortableInstant(call.nowMs)}-${call16}`);
  if ((await tx.get(doc)) !== undefined) return;
  const { total, evidence } = score;
  tx.create(doc, {
    ...{ uid: call.uid, kind, verdict, total, evidence: { ...evidence }, subject },
    at: new Date(call.nowMs),
    correlationId: call.correlationId,
    status: 'OPEN',
    reviewedBy: null,
  });
  log('WARNING', 'fraud', { alert: 'fraud.review', kind, verdict, total });
}
