import { randomBytes, randomUUID } from 'node:crypto';
import { auditReferral, auditWithdrawal } from '../../../functions/src/audit/recordMoney.ts';
import { notifyReferrer, notifyWithdrawal } from '../../../functions/src/notifications/notify.ts';
import type { Consumer } from '../../../functions/src/platform/messaging/consumer.ts';
import { adminFirestore } from '../../../functions/src/platform/runtime/firebase.ts';
import { creditReferrer } from '../../../functions/src/referrals/creditReferrer.ts';
import { projectId } from '../../support/environment.ts';
import { type Player, world } from '../../support/world.ts';

/** A message as it stands in its topic. */
export type Told = Readonly<Record<string, any>>;

/** One consumer, with messages that it can handle and a look at all that they have led to. */
export interface Case {
  readonly consumer: Consumer;
  /** Two messages of which neither needs the other. */
  readonly messages: readonly [Told, Told];
  /** What the messages are to change, with nothing in it that differs between equal histories. */
  readonly effect: () => Promise<unknown>;
}

function envelope(type: string, uid: string, data: object, version = 1): Told {
  return { eventId: randomUUID(), type, version, occurredAt: Date.now(), correlationId: randomUUID(), uid, data };
}

export function withdrawalUpdated(uid: string, status = 'PENDING', withdrawalId = randomBytes(32).toString('hex')) {
  return envelope('withdrawal.updated', uid, { withdrawalId, status, amount: 600, previous: null });
}

/** Tells that somebody has claimed, and leaves the claim that it tells of. */
export async function referralClaimed(referrerUid: string): Promise<Told> {
  const uid = `claimer-${randomUUID()}`;
  const owed = { uid, referrerUid, reward: 100, claimedAt: new Date(), waitingFor: referrerUid, status: 'WAITING' };
  await (await adminFirestore()).doc(`referralClaims/${uid}`).set(owed);
  return envelope('referral.claimed', uid, { referrerUid, reward: 100 });
}

async function inboxOf({ uid }: Player): Promise<unknown> {
  const { docs } = await (await adminFirestore()).collection(`users/${uid}/inbox`).get();
  return docs.map((note) => `${note.get('kind')} ${note.get('facts.status') ?? note.get('facts.reward')}`).sort();
}

async function auditOf(field: string, value: string): Promise<unknown> {
  const { docs } = await (await adminFirestore()).collection('auditLog').where(field, '==', value).get();
  return docs.map((entry) => `${entry.get('action')} ${JSON.stringify(entry.get('after'))}`).sort();
}

/** Every consumer that there is, each with a player of its own. */
export const CASES: Readonly<Record<string, () => Promise<Case>>> = {
  async notifyWithdrawal() {
    const player = await world.player();
    const messages = [withdrawalUpdated(player.uid, 'PENDING'), withdrawalUpdated(player.uid, 'CANCELLED')] as const;
    return { consumer: notifyWithdrawal, messages, effect: () => inboxOf(player) };
  },
  async auditWithdrawal() {
    const { uid } = await world.player();
    const messages = [withdrawalUpdated(uid, 'PENDING'), withdrawalUpdated(uid, 'CANCELLED')] as const;
    return { consumer: auditWithdrawal, messages, effect: () => auditOf('actor', uid) };
  },
  async notifyReferrer() {
    const player = await world.player();
    const messages = [await referralClaimed(player.uid), await referralClaimed(player.uid)] as const;
    return { consumer: notifyReferrer, messages, effect: () => inboxOf(player) };
  },
  async auditReferral() {
    const { uid } = await world.player();
    const messages = [await referralClaimed(uid), await referralClaimed(uid)] as const;
    return { consumer: auditReferral, messages, effect: () => auditOf('subject', `users/${uid}`) };
  },
  async creditReferrer() {
    const player = await world.player();
    const messages = [await referralClaimed(player.uid), await referralClaimed(player.uid)] as const;
    return { consumer: creditReferrer, messages, effect: async () => (await player.stored()).balances.coins };
  },
};

/** Puts text on a topic of the suite, as anybody could who may publish there. */
export async function publish(topic: string, text: string, attributes: Readonly<Record<string, string>> = {}) {
  const url = `http://${process.env.PUBSUB_EMULATOR_HOST}/v1/projects/${projectId}/topics/${topic}:publish`;
  const message = { data: Buffer.from(text, 'utf8').toString('base64'), attributes };
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ messages: [message] }) });
  if (!response.ok) throw new Error(`publish to ${topic}: ${await response.text()}`);
}

/** How many entries of the audit log are about a withdrawal. */
export async function auditEntries(withdrawalId: string): Promise<number> {
  const log = (await adminFirestore()).collection('auditLog').where('subject', '==', `withdrawals/${withdrawalId}`);
  return (await log.get()).size;
}

/** How many lines a player's inbox has. */
export async function notes(uid: string): Promise<number> {
  return (await (await adminFirestore()).collection(`users/${uid}/inbox`).get()).size;
}

export interface Letter {
  readonly id: string;
  readonly consumer: string;
  readonly reason: string;
  readonly status: string;
  readonly deaths: number;
}

/** Dead letters whose message mentions a word, of one consumer or of all. */
export async function lettersOf(word: string, consumer?: string): Promise<Letter[]> {
  const { docs } = await (await adminFirestore()).collection('deadLetters').get();
  return docs
    .map((one) => ({ id: one.id, message: '', ...one.data() }) as unknown as Letter & { message: string })
    .filter((one) => one.message.includes(word) && (consumer === undefined || one.consumer === consumer));
}
