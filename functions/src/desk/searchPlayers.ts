import type { z } from 'zod';
import { peopleOnDevice } from '../devices/lookUp.ts';
import { findUidBy } from '../platform/runtime/firebase.ts';
import { transactOptimistically } from '../platform/storage/optimistic.ts';
import type { Tx } from '../platform/storage/transaction.ts';
import type { Call } from '../platform/transport/callable.ts';
import { subjectOfEntry } from '../staff/lookUp.ts';
import { codeOwner } from '../users/referral.ts';
import { accountSummaries } from '../users/summary.ts';
import { ownerOfWithdrawal } from '../withdrawals/lookUp.ts';
import { type searchPlayers as contract, HITS_SHOWN, type Matched } from './contract.ts';
import { partyOf, readSearch, type Search } from './searchRules.ts';

/**
 * One box for all that a player may be known by. Nothing is looked for by its beginning: each look is one document, or one
 * question to Auth, however many players there are.
 */
export async function searchPlayers({ nowMs }: Call, { words }: z.output<typeof contract.input>) {
  const search = readSearch(words);
  const known = await knownToAuth(search);
  const hits = await transactOptimistically(async (tx) => {
    const found = new Map<string, Matched[]>();
    const add = (uid: string | null | undefined, by: Matched) => {
      if (uid !== null && uid !== undefined) found.set(uid, [...(found.get(uid) ?? []), by]);
    };
    for (const [uid, by] of [...known, ...(await knownHere(tx, search))]) add(uid, by);
    add(search.uid, 'uid');
    const accounts = await accountSummaries(tx, [...found.keys()].slice(0, HITS_SHOWN), nowMs);
    return [...found].map(([uid, matched]) => ({ uid, matched, account: accounts.get(uid) ?? null }));
  });
  // What was only typed and is nobody's is no hit; whoever Auth knows is one, with an account or without.
  return { hits: hits.filter(({ account, matched }) => account !== null || matched.some((by) => BY_AUTH.has(by))) };
}

const BY_AUTH = new Set<Matched>(['email', 'phone']);

type Found = readonly [uid: string | null | undefined, by: Matched];

async function knownToAuth({ email, phoneNumber }: Search): Promise<Found[]> {
  return [
    ...(email === null ? [] : [[await findUidBy({ email }), 'email'] as const]),
    ...(phoneNumber === null ? [] : [[await findUidBy({ phoneNumber }), 'phone'] as const]),
  ];
}

async function knownHere(tx: Tx, { referralCode, hash, auditId }: Search): Promise<Found[]> {
  const found: Found[] = [];
  if (referralCode !== null) found.push([await codeOwner(tx, referralCode), 'referralCode']);
  if (hash !== null) {
    for (const uid of await peopleOnDevice(tx, hash, HITS_SHOWN)) found.push([uid, 'device']);
    found.push([await ownerOfWithdrawal(tx, hash), 'withdrawal']);
  }
  if (auditId !== null) {
    const { uid, withdrawalId } = partyOf(await subjectOfEntry(tx, auditId));
    found.push([uid ?? (withdrawalId === undefined ? null : await ownerOfWithdrawal(tx, withdrawalId)), 'auditEntry']);
  }
  return found;
}
