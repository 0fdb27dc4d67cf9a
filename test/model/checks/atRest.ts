import { namesOf } from '../core/contacts.ts';
import { CONSUMERS } from '../core/topics.ts';
import { demand, demandEqual } from '../core/violation.ts';
import type { Store } from '../memory/store.ts';
import { isHandled } from '../oracle/consumers.ts';
import type { Message } from '../oracle/records.ts';
import type { Oracle } from '../oracle/state.ts';
import { keyed } from './documents.ts';
import { demandRole } from './roles.ts';

/** What must hold once nothing is under way any more: all that was owed is paid, all that was to be told is told. */
export function checkAtRest(oracle: Oracle, store: Store): void {
  checkReferrals(oracle);
  checkWithdrawals(oracle, store);
  checkMessages(oracle, store);
  checkCounterAccounts(oracle);
  for (const { uid, done } of oracle.deletions.values()) {
    demand(done, () => `the deletion of ${uid} never ended`);
    checkForgotten(oracle, store, uid);
  }
  for (const device of oracle.tombstones) {
    const path = `deviceTombstones/${keyed(`device:${device}`)}`;
    demand(store.get(path) !== undefined, () => `device ${device} would earn a second bonus`);
  }
  checkRoles(oracle, store);
  const banned = [...oracle.banned].flatMap((uid) => namesOf(uid).map((name) => `bannedContacts/${keyed(name)}`));
  demandEqual(
    store
      .collection('bannedContacts')
      .map(({ path }) => path)
      .sort(),
    banned.sort(),
    'banned contacts',
  );
  const told = store.collection('auditLog').length;
  demand(told === oracle.audits.length, () => `the audit log has ${told} entries, not ${oracle.audits.length}`);
}

function checkReferrals(oracle: Oracle): void {
  for (const { uid, referrer, paid } of oracle.referrals.values()) {
    demand(paid, () => `${referrer} was never paid for ${uid}`);
    const claims = oracle.accounts.get(uid)?.entries.filter(({ type }) => type === 'referral.claim') ?? [];
    demand(claims.length === 1, () => `${uid} was paid ${claims.length} times for one claim`);
  }
}

function checkWithdrawals(oracle: Oracle, store: Store): void {
  for (const { id, uid, status } of oracle.withdrawals.values()) {
    const types = (oracle.accounts.get(uid)?.entries ?? []).filter(({ reference }) => reference === id);
    const expected = ['hold.create'];
    if (status === 'COMPLETED') expected.push('hold.capture');
    else if (status !== 'PENDING' && status !== 'APPROVED') expected.push('hold.release');
    const found = types.map(({ type }) => type);
    demandEqual(found, expected, `postings of withdrawal ${id}`);
    demandEqual(store.get(`withdrawals/${id}`)?.data, { uid, status }, `withdrawal ${id}`);
  }
}

/** What left the system is what was paid out; what came is what was earned, given for codes, or corrected by hand. */
function checkCounterAccounts(oracle: Oracle): void {
  let payouts = 0;
  for (const { entries } of oracle.accounts.values()) {
    for (const { type, legs, reference } of entries) {
      if (type === 'hold.capture' && oracle.withdrawals.has(reference ?? '')) payouts += legs.payouts ?? 0;
    }
  }
  const completed = [...oracle.withdrawals.values()].filter(({ status }) => status === 'COMPLETED');
  const paid = completed.reduce((sum, { amount }) => sum + amount, 0);
  demand(payouts === paid, () => `payouts are ${payouts}, and completed withdrawals ${paid}`);
}

/** Auth knows each role that was wished for last, whoever died before telling it. */
function checkRoles(oracle: Oracle, store: Store): void {
  for (const uid of oracle.wishes.keys()) {
    if (oracle.claims.has(uid)) demandRole(oracle, uid, store.get(`staff/${uid}`)?.data);
  }
}

/**
 * Every message has gone out, and has had its effect on each of its consumers, once: counted in what is stored, where
 * nothing but the lines and the entries themselves says so.
 */
function checkMessages(oracle: Oracle, store: Store): void {
  const log = store.collection('auditLog').map(({ data: { actor, action, subject, after } }) => {
    return `${actor} ${action} ${subject} ${after?.status ?? ''}`;
  });
  for (const message of oracle.messages.values()) {
    const { eventId, type, uid, data } = message;
    demand(oracle.told.has(eventId), () => `message ${eventId} was never published`);
    for (const consumer of CONSUMERS[type] ?? []) {
      demand(isHandled(oracle, consumer, message), () => `${consumer} never heard of ${eventId}`);
    }
    const subject = type === 'referral.claimed' ? `users/${data.referrerUid}` : `withdrawals/${data.withdrawalId}`;
    const entry = `${uid} ${type} ${subject} ${data.status ?? ''}`;
    const entries = log.filter((one) => one === entry).length;
    demand(entries === 1, () => `the audit log has ${entries} entries of ${eventId}: ${entry}`);
  }
  for (const { uid, standing } of oracle.accounts.values()) if (standing !== 'deleted') checkInbox(oracle, store, uid);
}

function checkInbox(oracle: Oracle, store: Store, uid: string): void {
  const isTold = ({ type, data, ...message }: Message) => {
    const reader = type === 'referral.claimed' ? data.referrerUid : message.uid;
    const consumer = type === 'referral.claimed' ? 'notifyReferrer' : 'notifyWithdrawal';
    return reader === uid && oracle.consumed.has(`${consumer} ${message.eventId}`);
  };
  const told = [...oracle.messages.values()].filter(isTold).map(({ type, data: { withdrawalId, status } }) => {
    return type === 'referral.claimed' ? 'referral' : `withdrawal ${withdrawalId} ${status}`;
  });
  const lines = store.collection(`users/${uid}/inbox`).filter(({ data }) => data.kind !== 'account');
  const found = lines.map(({ data: { kind, facts } }) => {
    return kind === 'referral' ? kind : `${kind} ${facts.withdrawalId} ${facts.status}`;
  });
  demandEqual(found.sort(), told.sort(), `what the inbox of ${uid} says of messages`);
}

const BY_UID = ['withdrawalFiles', 'referralCodes', 'idempotency'];

function checkForgotten(oracle: Oracle, store: Store, uid: string): void {
  const left = (what: string) => demand(false, () => `${what} of ${uid}, who is deleted, is still there`);
  for (const inner of ['monthlyStats', 'inbox']) if (store.collection(`users/${uid}/${inner}`).length > 0) left(inner);
  for (const collection of BY_UID)
    if (store.collection(collection).some(({ data }) => data.uid === uid)) left(collection);
  for (const { path, data } of [...store.collection('devices'), ...store.collection('payoutDestinations')]) {
    if (JSON.stringify(data).includes(`"${uid}"`)) left(path);
  }
  if (store.get(`risk/${uid}`) !== undefined) left('risk');
  demand(!oracle.claims.has(uid), () => `${uid} can sign in, and is deleted`);
}
