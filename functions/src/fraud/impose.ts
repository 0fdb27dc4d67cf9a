import { MINUTE_MS } from '../kernel/time.ts';
import { leaveNote } from '../notifications/notify.ts';
import type { Tx } from '../platform/storage/transaction.ts';
import { setStanding, storedStanding } from '../users/account.ts';
import { banContacts, liftContacts } from '../users/bannedContacts.ts';
import { type Standing, standingAt } from '../users/standingRules.ts';
import { changeConduct, conductOf } from './conduct.ts';
import { type Causes, consequenceOf } from './standingRules.ts';
import type { Conduct } from './store.ts';

/** Longer than the call needs that imposes it and does at once what follows. */
const FOLLOW_UP_AFTER_MS = 2 * MINUTE_MS;

export interface Imposing {
  readonly uid: string;
  readonly nowMs: number;
  /** Names what was decided; the line of the inbox that tells of it is left once for each. */
  readonly cause: string;
  readonly causes: Pick<Causes, 'frozenBy'> & Pick<Conduct, 'imposed'>;
}

export interface Change {
  readonly before: Standing;
  readonly standing: Standing;
}

/**
 * Makes an account's standing what follows from the causes, with the contacts that a ban bans or its end frees, the line
 * that tells its player, and the mark by which `followUp` finds what is still to be done. An account that is gone stays so.
 */
export async function impose(tx: Tx, { uid, nowMs, cause, causes }: Imposing): Promise<Change> {
  const stored = await storedStanding(tx, uid);
  const before = standingAt(stored, nowMs);
  if (before === 'deleted') return { before, standing: before };
  const { isEnding } = await conductOf(tx, uid);
  const consequence = consequenceOf(causes, nowMs);
  const { status, standingUntil } = consequence;
  setStanding(tx, uid, consequence);
  if (status === 'banned') await banContacts(tx, uid, nowMs, standingUntil);
  else if (stored.status === 'banned') await liftContacts(tx, uid);
  const mustEnd = status === 'banned' && (isEnding || before !== 'banned');
  const workAt = mustEnd ? nowMs + FOLLOW_UP_AFTER_MS : standingUntil;
  const work = workAt === null ? 'DONE' : 'WAITING';
  const { frozenBy, imposed } = causes;
  await changeConduct(tx, uid, { frozenBy: [...frozenBy], imposed, isEnding: mustEnd, work, workAt });
  // Of an end that nobody has written down yet, the player has not heard either.
  if (status !== before || status !== stored.status) {
    const note = { kind: 'account' as const, facts: { decision: status }, at: nowMs };
    await leaveNote(tx, { uid, cause: `${cause}:${status}`, nowMs }, note);
  }
  return { before, standing: status };
}
