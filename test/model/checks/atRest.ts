import { namesOf } from '../core/contacts.ts';
import { CONSUMERS } from '../core/topics.ts';
import { demand, demandEqual } from '../core/violation.ts';
import type { Store } from '../memory/store.ts';
import { isHandled } from '../oracle/consumers.ts';
import type { Message } from '../oracle/records.ts';
import { isSettled } from '../oracle/referralCredits.ts';
import type { Oracle } from '../oracle/state.ts';
import { keyed } from './documents.ts';
import { demandRole } from './roles.ts';

/** What must hold once nothing is under way any more: all that was owed is paid, all that was to be told is told. */
export function checkAtRest(oracle: Oracle, store: Store): void {
  checkReferrals(oracle, store);
  checkWithdrawals(oracle, store);
  checkMessages(oracle, store);
  checkVerified(oracle, store);
  checkCounterAccounts(oracle);
  for (const { uid, done } of oracle.deletions.values()) {
    demand(done, () => `the deletion of ${uid} never ended`);
    if (!oracle.accounts.has(uid) && !oracle.strangers.has(uid)) checkForgotten(store, uid);
  }
  for (const device of oracle.tombstones) {
    const path = `deviceTombstones/${keyed(`device:${device}`)}`;
    demand(store.get(path) !== undefined, () => `device ${device} would earn a second bonus`);
  }
  checkRoles(oracle, store);
  const people = new Set([...oracle.banned.keys()].map((name) => oracle.pseudonyms.get(name) ?? name));
  const banned = [...people].flatMap((uid) => namesOf(uid).map((name) => `bannedContacts/${keyed(name)}`));
  demandEqual(
    store
      .collection('bannedContacts')
      .filter(({ data }) => Object.keys(data.bans).length > 0)
      .map(({ path }) => path)
      .sort(),
    banned.sort(),
    'banned contacts',
  );
  checkExplained(store);
  const told = store.collection('auditLog').length;
  demand(told === oracle.audits.length, () => `the audit log has ${told} entries, not ${oracle.audits.length}`);
}

/** Every ledger with a posting is verified to its end, whenever it has moved last. */
function checkVerified(oracle: Oracle, store: Store): void {
  for (const { uid, entries } of oracle.accounts.values()) {
    const sequence = store.get(`users/${uid}/checkpoints/ledger`)?.data.sequence ?? 0;
    demand(sequence === entries.length, () => `${sequence} postings of ${uid} are verified, not ${entries.length}`);
  }
}

function checkReferrals(oracle: Oracle, store: Store): void {
  for (const referral of oracle.referrals.values()) {
    const { uid, referrer, credit } = referral;
    demand(isSettled(oracle, referral), () => `${referrer} was never paid for ${uid}`);
    const isFound = credit !== 'HELD' || store.get(`heldReferrers/${referrer}`)?.data.status === 'HELD';
    demand(isFound, () => `nobody will find that ${referrer} is owed for ${uid}`);
    const claims = oracle.accounts.get(uid)?.entries.filter(({ type }) => type === 'referral.claim') ?? [];
    demand(claims.length === 1, () => `${uid} was paid ${claims.length} times for one claim`);
  }
}

function checkWithdrawals(oracle: Oracle, store: Store): void {
  for (const { id, uid, status } of oracle.withdrawals.values()) {
    const isRefused = oracle.accounts.get(uid)?.standing !== 'banned' || status !== 'PENDING';
    demand(isRefused, () => `${uid} is banned, and withdrawal ${id} still waits`);
    const { entries } = oracle.accounts.get(uid) ?? { entries: [] };
    const types = entries.filter(({ type, reference }) => reference === id && type.startsWith('hold.'));
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

/** Where the ledger says that staff did something, the audit log says who, and why. */
function checkExplained(store: Store): void {
  for (const { path, data } of store.group('days')) {
    for (const { actor, sequence, details } of data.postings ?? []) {
      if (actor !== 'staff') continue;
      const entry = store.get(`auditLog/${details.auditId}`)?.data;
      demand(entry !== undefined && entry.actor !== 'staff', () => `nobody explains posting ${sequence} of ${path}`);
    }
  }
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
    const about = type === 'referral.claimed' ? ['users/', data.referrerUid] : ['withdrawals/', data.withdrawalId];
    const subjects = namesOfOne(oracle, String(about[1])).map((name) => `${about[0]}${name}`);
    const told = namesOfOne(oracle, uid).flatMap((actor) =>
      subjects.map((subject) => `${actor} ${type} ${subject} ${data.status ?? ''}`),
    );
    const entries = log.filter((one) => told.includes(one)).length;
    const isOne = entries === 1 || (entries > 1 && [uid, String(about[1])].some((one) => oracle.departed.has(one)));
    demand(isOne, () => `the audit log has ${entries} entries of ${eventId}: ${told[0]}`);
  }
  for (const { uid, standing } of oracle.accounts.values()) {
    if (standing !== 'deleted' && !oracle.departed.has(uid)) checkInbox(oracle, store, uid);
  }
}

/** By whatever name the log may know somebody who may be gone. */
function namesOfOne(oracle: Oracle, uid: string): string[] {
  const pseudonyms = [...oracle.pseudonyms].flatMap(([name, whose]) => (whose === uid ? [name] : []));
  return pseudonyms.length === 0 ? [uid] : [uid, 'deleted', ...pseudonyms];
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

/** Where a uid may stand for a while: in what was answered to others, and in letters that nobody has sent again. */
const FOR_A_WHILE = new Set(['idempotency', 'deadLetters']);
/** Who decided on the economy, and alone. */
const OF_STAFF = new Set(['config', 'configAsks', 'doneAlone', 'staff']);

function checkForgotten(store: Store, uid: string): void {
  const left = (what: string) => demand(false, () => `${what} of ${uid}, who is deleted, is still there`);
  for (const inner of ['monthlyStats', 'inbox']) if (store.collection(`users/${uid}/${inner}`).length > 0) left(inner);
  for (const collection of BY_UID)
    if (store.collection(collection).some(({ data }) => data.uid === uid)) left(collection);
  for (const { path, data } of [...store.collection('devices'), ...store.collection('payoutDestinations')]) {
    if (JSON.stringify(data).includes(`"${uid}"`)) left(path);
  }
  for (const collection of ['risk', 'conduct', 'heldReferrers', 'openBlocks']) {
    if (store.get(`${collection}/${uid}`) !== undefined) left(collection);
  }
  if (store.get(`users/${uid}`)?.data.sealed !== undefined) left('what is sealed');
  checkUnknown(store, uid);
}

/** Nothing anywhere leads to whoever is gone. */
function checkUnknown(store: Store, uid: string): void {
  for (const { path, data } of store.all()) {
    const [root = ''] = path.split('/');
    if (FOR_A_WHILE.has(root) || OF_STAFF.has(root)) continue;
    // What somebody did as one of the staff is theirs to answer for.
    if (root === 'auditLog' && JSON.stringify([data.before, data.after]).includes(`"${uid}"`)) continue;
    if (root === 'withdrawalFiles' && data.uid !== uid) continue;
    const isNamed = path.split('/').includes(uid) || new RegExp(`"(users/)?${uid}[":]`).test(JSON.stringify(data));
    demand(!isNamed, () => `${path} names ${uid}, who is deleted`);
  }
}
