import type { Write } from '../core/operation.ts';
import { demand } from '../core/violation.ts';
import type { Store } from '../memory/store.ts';
import { dayNumber } from '../oracle/calendar.ts';
import { enterLedger } from '../oracle/ledger.ts';
import { renameAll } from '../oracle/renaming.ts';
import type { Account, Oracle } from '../oracle/state.ts';

/**
 * What the suite does by itself, at instants of its own: its consumers pay owners of codes, and a closed account is taken
 * apart. It is seen in what is stored, and must fit somewhere between the operations.
 */
export type Happening = (oracle: Oracle) => void;

export function happeningsSince(oracle: Oracle, stored: Store): Happening[] {
  const happenings: Happening[] = [];
  for (const { uid, entries } of oracle.accounts.values()) {
    const known = entries.filter(({ type }) => type === 'referral.credit').length;
    for (const posting of creditsOf(uid, stored).slice(known))
      happenings.push((candidate) => credit(candidate, uid, posting));
  }
  for (const [code, uid] of oracle.codes) {
    const isGone = stored.get(`referralCodes/${code}`) === undefined;
    if (isGone) happenings.push((candidate) => forget(candidate, uid, code, stored));
  }
  for (const { path, data } of stored.group('deletions')) {
    const isNews = data.status === 'DONE' && !oracle.accounts.has(data.pseudonym);
    if (isNews) happenings.push((candidate) => leave(candidate, path.replace('deletions/', ''), stored));
  }
  return happenings;
}

function creditsOf(uid: string, stored: Store): any[] {
  const postings = stored.collection(`users/${uid}/days`).flatMap(({ data }) => data.postings ?? []);
  const credits = postings.filter(({ type }: any) => type === 'referral.credit');
  return credits.sort((left: any, right: any) => left.sequence - right.sequence);
}

/** What it was paid for is looked at once the group is explained: see {@link checkPaid}. */
function credit(oracle: Oracle, uid: string, posting: any): void {
  const account = oracle.accounts.get(uid);
  demand(account !== undefined && account.standing !== 'deleted', () => `${uid} was paid, and is gone`);
  const total = posting.legs.find(({ account: side }: any) => side === 'available')?.amount ?? 0;
  const legs = { available: total, rewards: -total };
  const cause = {
    reference: null,
    actor: 'system:creditReferrer',
    configVersion: null,
    day: dayNumber(posting.postedAtMs),
  };
  enterLedger(account, { type: 'referral.credit', currency: 'coins', legs, ...cause });
}

function forget(oracle: Oracle, uid: string, code: string, stored: Store): void {
  const account = oracle.accounts.get(uid);
  demand(account?.standing === 'deleted', () => `the code of ${uid} is gone, and ${uid} is not`);
  oracle.codes.delete(code);
  forgetDevices(oracle, account, stored);
}

/** The deletion is done: what stays has its other name, and nobody is known by the old one. */
function leave(oracle: Oracle, scope: string, stored: Store): void {
  const deletion = oracle.deletions.get(scope);
  demand(deletion !== undefined, () => `deletion ${scope} ended, which nobody began`);
  const { uid, pseudonym, startedAtMs } = deletion;
  const account = oracle.accounts.get(uid);
  demand(account !== undefined && !codesOf(oracle).has(uid), () => `${uid} has left, and the code has not`);
  forgetDevices(oracle, account, stored);
  renameAll(oracle, uid, pseudonym);
  oracle.departed.set(uid, startedAtMs - (startedAtMs % 1_000));
  deletion.done = true;
}

const codesOf = ({ codes }: Oracle) => new Set(codes.values());

function forgetDevices(oracle: Oracle, { uid }: Account, stored: Store): void {
  for (const [hash, holders] of oracle.deviceHolders) {
    const left: any[] = stored.get(`devices/${hash}`)?.data.history ?? [];
    if (!left.some((held) => held.uid === uid))
      oracle.deviceHolders.set(
        hash,
        holders.filter((one) => one !== uid),
      );
  }
}

/** Brings up to date what changes by itself, and demands that everybody was paid what was owed, and once. */
export function checkPaid(oracle: Oracle, stored: Store): void {
  const paid = new Map<string, number>();
  for (const owed of oracle.referrals.values()) {
    owed.credit = stored.get(`referralClaims/${owed.uid}`)?.data.status ?? owed.credit;
    if (owed.credit === 'PAID') paid.set(owed.referrer, (paid.get(owed.referrer) ?? 0) + owed.reward);
  }
  for (const { uid, entries, standing } of oracle.accounts.values()) {
    const credits = entries.filter(({ type }) => type === 'referral.credit');
    const got = credits.reduce((sum, { legs }) => sum + (legs.available ?? 0), 0);
    const due = paid.get(uid) ?? 0;
    // Nobody is paid for what came due after they had gone.
    demand(got === due || (standing === 'deleted' && got < due), () => `${uid} was paid ${got} for claims of ${due}`);
  }
  for (const account of oracle.accounts.values()) {
    if (account.standing === 'deleted') forgetDevices(oracle, account, stored);
  }
  for (const withdrawal of oracle.withdrawals.values()) {
    const isGone = oracle.accounts.get(withdrawal.uid)?.standing === 'deleted';
    withdrawal.erased = isGone && stored.get(`withdrawalFiles/${withdrawal.id}`) === undefined;
  }
}

/** What has changed between two looks, as a commit would have shown it. */
export function changesBetween(before: Store | undefined, after: Store): Write[] {
  return [...after.all()].map(({ path, data }) => ({ path, before: before?.get(path)?.data, after: data }));
}
