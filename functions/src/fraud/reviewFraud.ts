import type { z } from 'zod';
import { Refused } from '../kernel/decision.ts';
import type { Call } from '../platform/callable.ts';
import type { Tx } from '../platform/transaction.ts';
import { recordAudit } from '../staff/recordAudit.ts';
import { setStanding, standingOf } from '../users/account.ts';
import { type reviewFraud as contract, fraudErrors } from './contract.ts';
import { fraudLogDoc } from './store.ts';

/** Decides one entry. Clearing lifts a freeze; it never lifts a ban that another entry has led to. */
const OUTCOMES = {
  clear: { status: 'CLEARED', standing: 'active' },
  warn: { status: 'WARNED', standing: null },
  freeze: { status: 'FROZEN', standing: 'frozen' },
  ban: { status: 'BANNED', standing: 'banned' },
} as const;

export async function reviewFraud(tx: Tx, call: Call, input: z.output<typeof contract.input>) {
  const { logId, decision, reason } = input;
  const entry = await tx.get(fraudLogDoc(logId));
  if (entry === undefined) throw new Refused(fraudErrors['unknown-log']);
  // A frozen player's entry stays open to be cleared or to become a ban; every other decision is final.
  if (entry.status !== 'OPEN' && entry.status !== 'FROZEN') {
    throw new Refused(fraudErrors['already-reviewed'], { status: entry.status });
  }
  const outcome = OUTCOMES[decision];
  const before = await standingOf(tx, entry.uid);
  const isFinal = before === 'banned' || before === 'deleted';
  const standing = isFinal ? before : (outcome.standing ?? before);
  setStanding(tx, entry.uid, standing);
  tx.merge(fraudLogDoc(logId), { status: outcome.status, reviewedBy: call.uid });
  recordAudit(tx, {
    atMs: call.nowMs,
    actor: call.uid,
    action: `reviewFraud:${decision}`,
    subject: `users/${entry.uid}`,
    before: { standing: before, log: entry.status },
    after: { standing, log: outcome.status, logId, reason },
    correlationId: call.correlationId,
  });
  return { logId, uid: entry.uid, status: outcome.status, standing };
}
