import type { z } from 'zod';
import { accept, Refused } from '../kernel/decision.ts';
import { leaveNote } from '../notifications/notify.ts';
import type { Tx } from '../platform/storage/transaction.ts';
import type { Call } from '../platform/transport/callable.ts';
import { requireDisinterested } from '../staff/interest.ts';
import { newAuditId, recordAudit } from '../staff/recordAudit.ts';
import { accountExists, requireAccount, standingOf } from '../users/account.ts';
import { conductOf } from './conduct.ts';
import { type reviewFraud as contract, fraudErrors } from './contract.ts';
import { impose } from './impose.ts';
import { decideReview } from './reviewRules.ts';
import { isInForce } from './standingRules.ts';
import { fraudLogDoc } from './store.ts';

/** Decides one entry, and with it what its player may do from now on. */
type Input = z.output<typeof contract.input>;

export async function reviewFraud(tx: Tx, call: Call, { logId, decision, reason }: Input) {
  const { nowMs, correlationId } = call;
  const entry = await tx.get(fraudLogDoc(logId));
  if (entry === undefined) throw new Refused(fraudErrors['unknown-log']);
  const { uid } = entry;
  await requireDisinterested(tx, call.uid, uid, fraudErrors['own-account']);
  const before = (await accountExists(tx, uid)) ? await standingOf(tx, uid, nowMs) : null;
  const conduct = await conductOf(tx, uid);
  const earlier = conduct.imposed !== null && isInForce(conduct.imposed, nowMs) ? conduct.imposed : null;
  const { frozenBy } = conduct;
  const state = { logId, status: entry.status, standing: before, frozenBy, imposed: earlier };
  const reviewed = accept(decideReview(state, decision));
  // A sign-up that was refused left nobody to freeze or ban.
  if (decision === 'freeze' || decision === 'ban') await requireAccount(tx, uid);
  const { status } = reviewed;
  const auditId = newAuditId(nowMs);
  const { imposed: next } = reviewed;
  const imposed = decision === 'ban' ? next && { ...next, auditId } : (earlier ?? (next && { ...next, auditId: null }));
  const causes = { frozenBy: reviewed.frozenBy, imposed };
  const { standing } = before === null ? { standing: null } : await impose(tx, { uid, nowMs, cause: auditId, causes });
  tx.merge(fraudLogDoc(logId), { status, reviewedBy: call.uid });
  if (decision === 'warn') await warn(tx, { uid, cause: logId, nowMs });
  recordAudit(
    tx,
    {
      atMs: nowMs,
      actor: call.uid,
      action: `reviewFraud:${decision}`,
      subject: `users/${uid}`,
      before: { standing: before, log: entry.status },
      after: { standing, log: status, logId, reason },
      correlationId,
    },
    auditId,
  );
  return { logId, uid, status, standing };
}

/** A warning that nobody hears is none. */
function warn(tx: Tx, { uid, cause, nowMs }: { readonly uid: string; readonly cause: string; readonly nowMs: number }) {
  const note = { kind: 'account' as const, facts: { decision: 'warned' }, at: nowMs };
  return leaveNote(tx, { uid, cause: `${cause}:warned`, nowMs }, note);
}
