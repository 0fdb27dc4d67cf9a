import { createHmac } from 'node:crypto';
import { namesOf } from '../core/contacts.ts';
import type { Write } from '../core/operation.ts';
import { demand, demandEqual } from '../core/violation.ts';
import type { Oracle } from '../oracle/state.ts';
import { totalOf } from '../oracle/suspicion.ts';
import { demandSealed } from './secrets.ts';

/** Documents beside the players' own, each against what the oracle says of it. What it knows nothing of, nobody writes. */
type Look = (oracle: Oracle, id: string, after: any, write: Write) => void;

const looks: Readonly<Record<string, Look>> = {
  devices: (oracle, id, after) => {
    demandEqual(after.uid, oracle.devices.get(id) ?? null, `holder of device ${id}`);
    const holders = after.history.map(({ uid }: { uid: string }) => uid);
    demandEqual(holders, oracle.deviceHolders.get(id) ?? [], `who ever held ${id}`);
  },
  referralCodes: (oracle, id, after) => demandEqual(after.uid, oracle.codes.get(id), `owner of code ${id}`),
  referralClaims: checkClaim,
  withdrawals: (oracle, id, after) => {
    const { uid, amount, method, status } = known(oracle.withdrawals.get(id), `withdrawal ${id}`);
    demandEqual(after, { uid, amount, method, status }, `withdrawal ${id}`);
  },
  withdrawalFiles: (oracle, id, after) => {
    const withdrawal = known(oracle.withdrawals.get(id), `withdrawal ${id}`);
    const { uid, approvals, flagged, history } = withdrawal;
    demandEqual(after, { uid, approvals, flagged, history }, `file of withdrawal ${id}`);
    demandSealed(after.sealedDetails, withdrawal);
  },
  fraudLogs: (oracle, id, after) => {
    const entry = known(oracle.suspicions.get(id), `entry ${id} of the review queue`);
    const { id: _id, ...facts } = entry;
    demandEqual(after, { ...facts, total: totalOf(facts.evidence) }, `entry ${id}`);
    demandEqual(Object.keys(after.evidence).length, Object.keys(facts.evidence).length, `evidence of ${id}`);
  },
  deletions: (oracle, id, after) => {
    const { uid, done } = known(oracle.deletions.get(id), `deletion ${id}`);
    demandEqual(after, { uid, status: done ? 'DONE' : 'RUNNING' }, `deletion ${id}`);
  },
  deviceTombstones: (oracle, id) => {
    const laid = [...oracle.tombstones].some((device) => keyed(`device:${device}`) === id);
    demand(laid, () => 'a tombstone of a device that nobody has left');
  },
  bannedContacts: (oracle, id, { uid }) => {
    const isTheirs = oracle.banned.has(uid) && namesOf(uid).some((name) => keyed(name) === id);
    demand(isTheirs, () => `${id} is no contact of somebody who was banned`);
  },
  deadLetters: (oracle, id, after) => {
    const { consumer, status, deaths, replayOf } = known(oracle.letters.get(id), `letter ${id}`);
    demandEqual({ replayOf: 0, ...after }, { consumer, status, deaths, replayOf }, `letter ${id}`);
  },
  // Whether it was the right moment is judged with the delivery, the call or the sum that it belongs to.
  idempotency: () => undefined,
  payoutDestinations: () => undefined,
  risk: () => undefined,
  addressClaims: () => undefined,
  adjustments: () => undefined,
  staff: () => undefined,
  config: () => undefined,
  auditLog: (_oracle, id, _after, { before }) =>
    demand(before === undefined, () => `entry ${id} of the log was changed`),
};

export function checkDocument(oracle: Oracle, write: Write): void {
  const [collection = '', id = ''] = write.path.split('/');
  const look = looks[collection];
  demand(look !== undefined, () => `nobody knows why ${write.path} is written`);
  if (write.after !== undefined) look(oracle, id, write.after, write);
}

function checkClaim(oracle: Oracle, id: string, after: any): void {
  const { referrer, reward, paid } = known(oracle.referrals.get(id), `claim of ${id}`);
  const expected = { uid: id, referrerUid: referrer, reward, status: paid ? 'PAID' : 'WAITING' };
  demandEqual(after, { ...expected, waitingFor: paid ? null : referrer }, `claim of ${id}`);
}

/** The audit log and the inboxes have been told what the commit is about, and nothing else. */
export function checkTold(oracle: Oracle, writes: readonly Write[]): void {
  const created = (folder: RegExp) => writes.filter(({ path, before }) => folder.test(path) && before === undefined);
  const audits = created(/^auditLog\//).map(({ after: { actor, action, subject } }) => ({ actor, action, subject }));
  demandEqual(audits.map(textOf).sort(), oracle.dueAudits.map(textOf).sort(), 'what the audit log was told');
  oracle.dueAudits.length = 0;
  const notes = created(/^users\/[^/]+\/inbox\//).map(({ path, after }) => {
    const note = { uid: path.split('/')[1] ?? '', kind: after.kind, facts: after.facts };
    oracle.notes.set(path, note);
    return note;
  });
  demandEqual(notes.map(textOf).sort(), oracle.dueNotes.map(textOf).sort(), 'what inboxes were told');
  oracle.dueNotes.length = 0;
}

function textOf(value: any): string {
  return JSON.stringify(value, (_key, inner) => {
    if (typeof inner !== 'object' || inner === null) return inner;
    return Object.fromEntries(Object.entries(inner).sort(([left], [right]) => (left < right ? -1 : 1)));
  });
}

function known<Value>(value: Value | undefined, what: string): Value {
  demand(value !== undefined, () => `${what} should not exist`);
  return value;
}

const hashes = new Map<string, string>();
let hashedUnder = '';

/** A hash under the deployment's secret key. */
export function keyed(text: string): string {
  const key = process.env.ADDRESS_HASH_KEY ?? '';
  if (key !== hashedUnder) hashes.clear();
  hashedUnder = key;
  const found = hashes.get(text) ?? createHmac('sha256', Buffer.from(key, 'hex')).update(text).digest('hex');
  hashes.set(text, found);
  return found;
}
