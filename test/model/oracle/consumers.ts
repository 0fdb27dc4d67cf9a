import type { Settled, Write } from '../core/operation.ts';
import { demand, demandEqual } from '../core/violation.ts';
import { audit } from './audits.ts';
import type { Delivery, Message } from './records.ts';
import { payReferrers } from './referralCredits.ts';
import type { Oracle } from './state.ts';

/** What a delivery may do: its effect, once for each event; or a dead letter, where it can never have one. */
export function consume(oracle: Oracle, settled: Settled): undefined {
  const delivery = oracle.deliveries.get(settled.operation.id);
  if (delivery === undefined || settled.writes.length === 0) return;
  const buried = settled.writes.find(({ path }) => path.startsWith('deadLetters/'));
  if (buried !== undefined) return bury(oracle, delivery, buried);
  const message = genuine(oracle, delivery);
  demand(message !== undefined, () => `${delivery.consumer} took a poisoned message for a good one`);
  const mark = `${delivery.consumer} ${message.eventId}`;
  demand(!oracle.consumed.has(mark), () => `${mark} has had its effect before`);
  demand(
    settled.writes.some(({ path, before }) => path.startsWith('consumed/') && before === undefined),
    () => `${mark} left no mark`,
  );
  oracle.consumed.add(mark);
  takeEffect(oracle, delivery.consumer, message, settled);
  return;
}

/** The message as some commit has left it; undefined where nobody of the deployment has sent it. */
export function genuine(oracle: Oracle, { raw }: Delivery): Message | undefined {
  const known = oracle.messages.get(raw?.eventId);
  const { version, ...told } = Object(raw);
  return known !== undefined && version === 1 && isSame(told, known) ? known : undefined;
}

function isSame(left: unknown, right: unknown): boolean {
  try {
    demandEqual(left, right, '');
    demandEqual(right, left, '');
    return true;
  } catch {
    return false;
  }
}

function takeEffect(oracle: Oracle, consumer: string, message: Message, settled: Settled): void {
  const { uid, data } = message;
  if (consumer === 'creditReferrer') {
    payReferrers(oracle, settled);
    const owed = oracle.referrals.get(uid);
    demand(owed?.paid === true, () => `${message.eventId} was consumed, and its referrer not paid`);
  }
  const { withdrawalId, status, amount, referrerUid, reward } = data;
  if (consumer === 'notifyWithdrawal') note(oracle, uid, 'withdrawal', { withdrawalId, status, amount });
  if (consumer === 'notifyReferrer') note(oracle, String(referrerUid), 'referral', { reward });
  if (consumer === 'auditWithdrawal') {
    audit(oracle, { actor: uid, action: 'withdrawal.updated', subject: `withdrawals/${withdrawalId}` });
  }
  if (consumer === 'auditReferral') {
    audit(oracle, { actor: uid, action: 'referral.claimed', subject: `users/${referrerUid}` });
  }
}

/** Nobody leaves a line in the inbox of an account that is gone. */
function note(oracle: Oracle, uid: string, kind: string, facts: Record<string, unknown>): void {
  if (oracle.accounts.get(uid)?.standing === 'deleted') return;
  oracle.dueNotes.push({ uid, kind, facts });
}

function bury(oracle: Oracle, { consumer, topic, raw }: Delivery, { path, after }: Write): undefined {
  const id = path.slice('deadLetters/'.length);
  const deaths = (oracle.letters.get(id)?.deaths ?? 0) + 1;
  const letter = { consumer, topic, message: JSON.stringify(raw), status: 'WAITING' as const, deaths };
  demandEqual(after, letter, path);
  oracle.letters.set(id, { ...letter, replayOf: oracle.letters.get(id)?.replayOf ?? 0, sent: false });
  return;
}
