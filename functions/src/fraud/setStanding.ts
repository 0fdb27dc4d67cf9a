import type { z } from 'zod';
import { Refused } from '../kernel/decision.ts';
import type { Tx } from '../platform/storage/transaction.ts';
import type { Call } from '../platform/transport/callable.ts';
import { requireDisinterested } from '../staff/interest.ts';
import { newAuditId, recordAudit } from '../staff/recordAudit.ts';
import { standingOf } from '../users/account.ts';
import { userErrors } from '../users/contract.ts';
import { conductOf } from './conduct.ts';
import { type setStanding as contract, fraudErrors } from './contract.ts';
import { impose } from './impose.ts';

/**
 * Freezes or bans a player by hand, until an end or until it is undone, or undoes whatever holds them, entries of the
 * review queue included. What a ban ends besides, `followUp` does.
 */
type Input = z.output<typeof contract.input>;

export async function setStanding(tx: Tx, call: Call, input: Input) {
  const { uid, standing: wished, until, reason } = input;
  const { nowMs, correlationId } = call;
  if ((await standingOf(tx, uid, nowMs)) === 'deleted') throw new Refused(userErrors.deleted);
  await requireDisinterested(tx, call.uid, uid, fraudErrors['own-account']);
  if (until !== undefined && until <= nowMs) throw new Refused(fraudErrors['until-past'], { now: nowMs });
  const { frozenBy, imposed: earlier } = await conductOf(tx, uid);
  const auditId = newAuditId(nowMs);
  const imposed = wished === 'active' ? null : { standing: wished, untilMs: until ?? null, auditId };
  const causes = { frozenBy: wished === 'active' ? [] : frozenBy, imposed };
  const { before, standing } = await impose(tx, { uid, nowMs, cause: auditId, causes });
  recordAudit(
    tx,
    {
      atMs: nowMs,
      actor: call.uid,
      action: `setStanding:${wished}`,
      subject: `users/${uid}`,
      before: { standing: before, until: earlier?.untilMs ?? null, frozenBy },
      after: { standing, until: until ?? null, reason },
      correlationId,
    },
    auditId,
  );
  return { uid, standing };
}
