import { createHmac } from 'node:crypto';
import { namesOf } from '../core/contacts.ts';
import type { Write } from '../core/operation.ts';
import { demand, demandEqual } from '../core/violation.ts';
import { isRenaming } from '../oracle/renaming.ts';
import { bansOf } from '../oracle/standing.ts';
import type { Oracle } from '../oracle/state.ts';
import { totalOf } from '../oracle/suspicion.ts';
import { destinationOf } from '../oracle/withdrawals.ts';
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
    const destination = destinationOf(withdrawal.details);
    const hash = oracle.destinationHashes.get(destination) ?? after.destination;
    demandEqual(after.destination, hash, `destination of ${id}, written in whatever way`);
    oracle.destinationHashes.set(destination, hash);
  },
  fraudLogs: (oracle, id, after) => {
    const entry = known(oracle.suspicions.get(id), `entry ${id} of the review queue`);
    const { id: _id, ...facts } = entry;
    demandEqual(after, { ...facts, total: totalOf(facts.evidence) }, `entry ${id}`);
    demandEqual(Object.keys(after.evidence).length, Object.keys(facts.evidence).length, `evidence of ${id}`);
  },
  deletions: (oracle, id, after) => {
    const { uid, pseudonym, done } = known(oracle.deletions.get(id), `deletion ${id}`);
    const expected = { uid: done ? pseudonym : uid, pseudonym, status: done ? 'DONE' : 'RUNNING' };
    demandEqual(after, expected, `deletion ${id}`);
  },
  departedUids: (oracle, id, after) => {
    const uid = [...oracle.departed.keys()].find((one) => keyed(`departed:${one}`) === id);
    demand(uid !== undefined, () => 'somebody left whom nobody knows');
    demandEqual(after.leftAt.toMillis(), oracle.departed.get(uid), `when ${uid} left`);
  },
  deviceTombstones: (oracle, id, after) => {
    const device = [...oracle.tombstones].find((one) => keyed(`device:${one}`) === id);
    demand(device !== undefined, () => 'a tombstone of a device that nobody has left');
    demandEqual(after, { isBanned: oracle.bannedDevices.has(device) }, `tombstone of ${device}`);
  },
  bannedContacts: (oracle, id, { uid, bans }) => {
    // Whoever is gone is banned as ever, and named by the pseudonym.
    const person = oracle.pseudonyms.get(uid) ?? uid;
    const expected = bansOf(oracle, person);
    demandEqual(bans, expected, `who is banned under ${id}`);
    const isSame = Object.keys(bans).length === Object.keys(expected).length;
    demand(isSame, () => `${uid} is banned under ${id} no more`);
    const isTheirs = namesOf(person).some((name) => keyed(name) === id);
    demand(isTheirs, () => `${id} is no contact of ${person}`);
  },
  conduct: (oracle, uid, after) => {
    const { frozenBy, imposed } = known(oracle.accounts.get(uid), `conduct of ${uid}`);
    demandEqual(after.frozenBy, frozenBy, `what freezes ${uid}`);
    demandEqual(after.imposed, imposed, `what is imposed on ${uid}`);
  },
  deadLetters: (oracle, id, after) => {
    const { consumer, status, deaths, replayOf } = known(oracle.letters.get(id), `letter ${id}`);
    demandEqual({ replayOf: 0, ...after }, { consumer, status, deaths, replayOf }, `letter ${id}`);
  },
  // Whether it was the right moment is judged with the delivery, the call or the sum that it belongs to.
  idempotency: () => undefined,
  payoutDestinations: () => undefined,
  risk: () => undefined,
  heldReferrers: () => undefined,
  openBlocks: () => undefined,
  addressClaims: () => undefined,
  adjustments: () => undefined,
  doneAlone: () => undefined,
  configAsks: () => undefined,
  staff: () => undefined,
  config: () => undefined,
  // How far a job has come. That anything is written of discrepancies would be one.
  ops: () => undefined,
  auditLog: (oracle, id, _after, write) =>
    demand(write.before === undefined || isRenaming(oracle, write), () => `entry ${id} of the log was changed`),
};

export function checkDocument(oracle: Oracle, write: Write): void {
  const [collection = '', id = ''] = write.path.split('/');
  const look = looks[collection];
  demand(look !== undefined, () => `nobody knows why ${write.path} is written`);
  if (write.after !== undefined) look(oracle, id, write.after, write);
}

function checkClaim(oracle: Oracle, id: string, after: any): void {
  const { referrer, reward, credit } = known(oracle.referrals.get(id), `claim of ${id}`);
  const expected = { uid: id, referrerUid: referrer, reward, status: credit };
  const isOwed = credit === 'WAITING' || credit === 'HELD';
  demandEqual(after, { ...expected, waitingFor: isOwed ? referrer : null }, `claim of ${id}`);
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

/** A hash under the deployment's secret key, the newest where it has several. */
export function keyed(text: string): string {
  const key = newestOf(process.env.ADDRESS_HASH_KEY ?? '');
  if (key !== hashedUnder) hashes.clear();
  hashedUnder = key;
  const found = hashes.get(text) ?? createHmac('sha256', Buffer.from(key, 'hex')).update(text).digest('hex');
  hashes.set(text, found);
  return found;
}

function newestOf(setting: string): string {
  if (!setting.startsWith('{')) return setting;
  const { current, keys } = JSON.parse(setting);
  return keys[current];
}
