import { accountParts } from '../platform/manifest/house.ts';
import { currentTrace } from '../platform/runtime/context.ts';
import { type Tx, transact } from '../platform/storage/transaction.ts';
import { recordAudit } from '../staff/recordAudit.ts';
import { changeConduct, conductOf } from './conduct.ts';
import { impose } from './impose.ts';
import { fraudLogDoc } from './store.ts';

/**
 * What follows from a standing beyond the account itself: a ban ends what the domains say, and what has an end is ended
 * when that has come. Safe to repeat, and stopped anywhere it is done again from the start: it is marked as due until all
 * of it is done.
 */
export async function followUp(uid: string, nowMs: number): Promise<void> {
  const { isEnding, imposed } = await transact((tx) => conductOf(tx, uid));
  const auditId = imposed?.auditId ?? null;
  if (isEnding) {
    for (const { endOnBan } of await accountParts()) await endOnBan?.({ uid, nowMs, auditId });
  }
  await transact(async (tx) => {
    const conduct = await conductOf(tx, uid);
    // Somebody has decided anew meanwhile, and sees to what follows from that.
    if (conduct.work === 'DONE' || (conduct.imposed?.auditId ?? null) !== auditId) return;
    const untilMs = conduct.imposed?.untilMs ?? null;
    if (untilMs !== null && untilMs <= nowMs) return end(tx, uid, nowMs);
    const work = untilMs === null ? 'DONE' : 'WAITING';
    await changeConduct(tx, uid, { isEnding: false, work, workAt: untilMs });
  });
}

/** What follows from a decision on an entry of the review queue, if it was a ban. */
export async function followUpOn(logId: string, nowMs: number): Promise<void> {
  const entry = await transact((tx) => tx.get(fraudLogDoc(logId)));
  if (entry?.status === 'BANNED') await followUp(entry.uid, nowMs);
}

/** Writes down that what was imposed is over, which everybody who asked has seen since its end. */
async function end(tx: Tx, uid: string, nowMs: number): Promise<void> {
  const { frozenBy, imposed } = await conductOf(tx, uid);
  const cause = `end of ${imposed?.auditId ?? uid}`;
  const { before, standing } = await impose(tx, { uid, nowMs, cause, causes: { frozenBy, imposed: null } });
  if (before === 'deleted') return changeConduct(tx, uid, { work: 'DONE', workAt: null, isEnding: false });
  recordAudit(tx, {
    atMs: nowMs,
    actor: 'system:sweepStandings',
    action: 'setStanding:ended',
    subject: `users/${uid}`,
    before: { standing: imposed?.standing ?? before, until: imposed?.untilMs ?? null, frozenBy },
    after: { standing, decidedIn: imposed?.auditId ?? null },
    correlationId: currentTrace()?.correlationId ?? 'none',
  });
}
