import type { z } from 'zod';
import { accept, Refused } from '../kernel/decision.ts';
import { leaveNote } from '../notifications/notify.ts';
import type { Tx } from '../platform/storage/transaction.ts';
import type { Call } from '../platform/transport/callable.ts';
import { recordAudit } from '../staff/recordAudit.ts';
import { accountExists, requireAccount, setStanding, standingOf } from '../users/account.ts';
import { banContacts } from '../users/bannedContacts.ts';
import { type reviewFraud as contract, fraudErrors } from './contract.ts';
import { decideReview, type Reviewed, type Standing } from './reviewRules.ts';
import { conductDoc, fraudLogDoc } from './store.ts';

/** Decides one entry, and with it what its player may do from now on. */
type Input = z.output<typeof contract.input>;

export async function reviewFraud(tx: Tx, call: Call, { logId, decision, reason }: Input) {
  const entry = await tx.get(fraudLogDoc(logId));
  if (entry === undefined) throw new Refused(fraudErrors['unknown-log']);
  const { uid } = entry;
  if (uid === call.uid) throw new Refused(fraudErrors['own-account']);
  const before = (await accountExists(tx, uid)) ? await standingOf(tx, uid) : null;
  const frozenBy = (await tx.get(conductDoc(uid)))?.frozenBy ?? [];
  const reviewed = accept(decideReview({ logId, status: entry.status, standing: before, frozenBy }, decision));
  // A sign-up that was refused left nobody to freeze or ban.
  if (decision === 'freeze' || decision === 'ban') await requireAccount(tx, uid);
  const { status, standing } = reviewed;
  await applyTo(tx, uid, reviewed, call.nowMs);
  tx.merge(fraudLogDoc(logId), { status, reviewedBy: call.uid });
  await tellPlayer(tx, call, { logId, uid, warned: decision === 'warn', before, standing });
  recordAudit(tx, {
    atMs: call.nowMs,
    actor: call.uid,
    action: `reviewFraud:${decision}`,
    subject: `users/${uid}`,
    before: { standing: before, log: entry.status },
    after: { standing, log: status, logId, reason },
    correlationId: call.correlationId,
  });
  return { logId, uid, status, standing };
}

async function applyTo(tx: Tx, uid: string, { standing, frozenBy }: Reviewed, nowMs: number): Promise<void> {
  if (standing === null) return;
  if (standing === 'banned') await banContacts(tx, uid, nowMs);
  setStanding(tx, uid, standing);
  tx.merge(conductDoc(uid), { frozenBy: [...frozenBy] });
}

interface Told {
  readonly logId: string;
  readonly uid: string;
  readonly warned: boolean;
  readonly before: Standing | null;
  readonly standing: Standing | null;
}

/** A warning that nobody hears is none; neither is a freeze that a player has to guess. */
async function tellPlayer(tx: Tx, call: Call, { logId, uid, warned, before, standing }: Told): Promise<void> {
  if (standing === null || (!warned && standing === before)) return;
  const facts = { decision: warned ? 'warned' : standing };
  const cause = `${logId}:${facts.decision}`;
  await leaveNote(tx, { uid, cause, nowMs: call.nowMs }, { kind: 'account', facts, at: call.nowMs });
}
