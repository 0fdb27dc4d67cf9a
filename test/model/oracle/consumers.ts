import type { Settled, Write } from '../core/operation.ts';
import { CONSUMERS } from '../core/topics.ts';
import { demand, demandEqual } from '../core/violation.ts';
import { audit } from './audits.ts';
import type { Delivered, Delivery, Message, Note } from './records.ts';
import { payReferrers } from './referralCredits.ts';
import type { Oracle } from './state.ts';

/** A line of an inbox is kept for so long; what is told of later leaves none. */
const LINE_KEPT_MS = 90 * 86_400_000;

/** By what it writes: the collection that says of each consumer whether it has handled an event. */
const TRACES: Readonly<Record<string, RegExp>> = {
  creditReferrer: /^referralClaims\//,
  notifyReferrer: /^users\/[^/]+\/inbox\//,
  notifyWithdrawal: /^users\/[^/]+\/inbox\//,
  auditReferral: /^auditLog\//,
  auditWithdrawal: /^auditLog\//,
};

export function addresseesOf({ topic, attributes: { onlyFor } }: Delivery): readonly string[] {
  return (CONSUMERS[topic] ?? []).filter((name) => onlyFor === undefined || onlyFor === name);
}

/**
 * What one commit of a delivery may do: the effect of one of the message's consumers, once for each event and in any order;
 * or a dead letter of one of them, where it can never have one.
 */
export function consume(oracle: Oracle, settled: Settled): undefined {
  const delivery = oracle.deliveries.get(settled.operation.id);
  if (delivery === undefined || settled.writes.length === 0) return;
  const buried = settled.writes.find(({ path }) => path.startsWith('deadLetters/'));
  if (buried !== undefined) return bury(oracle, delivery, buried);
  const consumer = authorOf(delivery, settled.writes);
  const message = genuine(oracle, delivery);
  demand(message !== undefined, () => `${consumer} took a poisoned message for a good one`);
  // Whether a referrer is paid once is what the claims say; one message may lead to the payment of several.
  if (consumer === 'creditReferrer') return payReferrers(oracle, settled);
  const handled = `${consumer} ${message.eventId}`;
  demand(!oracle.consumed.has(handled), () => `${handled} has had its effect before`);
  const isLine = consumer.startsWith('notify');
  demand(!isLine || settled.nowMs < message.occurredAt + LINE_KEPT_MS, () => `${handled} has left a line that is over`);
  oracle.consumed.add(handled);
  takeEffect(oracle, consumer, message);
  return;
}

/** Each consumer commits by itself: no commit has traces of two, or of one that the message was not for. */
function authorOf(delivery: Delivery, writes: readonly Write[]): string {
  const authors = addresseesOf(delivery).filter((name) => writes.some(({ path }) => TRACES[name]?.test(path)));
  const [author, ...more] = authors;
  const what = () => `${writes[0]?.path} was written for ${JSON.stringify(delivery.raw)}`;
  demand(author !== undefined && more.length === 0, () => `${what()}, by ${authors.join(' and ') || 'nobody'}`);
  return author;
}

/** The message as some commit has left it; undefined where nobody of the deployment has sent it. */
export function genuine(oracle: Oracle, { raw }: Pick<Delivery, 'raw'>): Message | undefined {
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

function takeEffect(oracle: Oracle, consumer: string, { uid, occurredAt, data }: Message): void {
  const { withdrawalId, status, amount, referrerUid, reward } = data;
  if (consumer === 'notifyWithdrawal')
    note(oracle, uid, occurredAt, { kind: 'withdrawal', facts: { withdrawalId, status, amount } });
  if (consumer === 'notifyReferrer')
    note(oracle, String(referrerUid), occurredAt, { kind: 'referral', facts: { reward } });
  if (consumer === 'auditWithdrawal') {
    const actor = nameAt(oracle, uid, occurredAt);
    audit(oracle, { actor, action: 'withdrawal.updated', subject: `withdrawals/${withdrawalId}` });
  }
  if (consumer === 'auditReferral') {
    const [actor, owner] = [uid, String(referrerUid)].map((one) => nameAt(oracle, one, occurredAt));
    audit(oracle, { actor: actor ?? '', action: 'referral.claimed', subject: `users/${owner}` });
  }
}

/** Nobody leaves a line in the inbox of an account that is gone. */
function note(oracle: Oracle, uid: string, atMs: number, about: Omit<Note, 'uid'>): void {
  if (!isGone(oracle, uid, atMs)) oracle.dueNotes.push({ uid, ...about });
}

/** How far clocks may be apart. */
const SLACK_MS = 10_000;

/** Whether whom something happened to is there no more, somebody new under the same uid or not. */
export function isGone(oracle: Oracle, uid: string, atMs: number): boolean {
  const account = oracle.accounts.get(uid);
  return account === undefined || account.standing === 'deleted' || account.createdAtMs > atMs + SLACK_MS;
}

function nameAt(oracle: Oracle, uid: string, atMs: number): string {
  return isGone(oracle, uid, atMs) ? 'deleted' : uid;
}

function bury(oracle: Oracle, delivery: Delivered, { path, after }: Write): undefined {
  const { topic, raw, isCalm, unlucky } = delivery;
  const consumer: string = after?.consumer;
  const isTheirs = addresseesOf(delivery).includes(consumer);
  demand(isTheirs, () => `a letter for ${consumer} of a message that was not for it`);
  const hadReason = !isCalm || consumer === unlucky || genuine(oracle, delivery) === undefined;
  demand(hadReason, () => `a letter for ${consumer}, which nothing kept from handling ${raw?.eventId}`);
  const id = path.slice('deadLetters/'.length);
  const deaths = (oracle.letters.get(id)?.deaths ?? 0) + 1;
  const letter = { consumer, topic, message: JSON.stringify(raw), status: 'WAITING' as const, deaths };
  demandEqual(after, letter, path);
  oracle.letters.set(id, { ...letter, replayOf: oracle.letters.get(id)?.replayOf ?? 0, sent: false });
  return;
}

/** A delivery that has ended leaves nobody out: each of these has had its effect by now, or has a letter of it. */
export function demandHeard(oracle: Oracle, delivery: Delivery, consumers: readonly string[], nowMs: number): void {
  const text = JSON.stringify(delivery.raw);
  const message = genuine(oracle, delivery);
  for (const consumer of consumers) {
    if (message !== undefined && nowMs >= message.occurredAt + LINE_KEPT_MS && consumer.startsWith('notify')) {
      oracle.tooLate.add(`${consumer} ${message.eventId}`);
    }
    const hasLetter = [...oracle.letters.values()].some((one) => one.consumer === consumer && one.message === text);
    const isSettled = hasLetter || (message !== undefined && isHandled(oracle, consumer, message));
    demand(isSettled, () => `${consumer} did not hear of ${text}, which counts as delivered`);
  }
}

/** Whether a consumer has done all for an event that it ever will. */
export function isHandled(oracle: Oracle, consumer: string, message: Message): boolean {
  const { eventId, uid, occurredAt, data } = message;
  if (consumer === 'creditReferrer') {
    const claim = oracle.referrals.get(uid);
    return claim?.credit !== 'WAITING' || claim.referrer !== data.referrerUid;
  }
  const handled = `${consumer} ${eventId}`;
  if (oracle.consumed.has(handled) || oracle.tooLate.has(handled)) return true;
  if (consumer === 'notifyWithdrawal') return isGone(oracle, uid, occurredAt);
  return consumer === 'notifyReferrer' && isGone(oracle, String(data.referrerUid), occurredAt);
}
