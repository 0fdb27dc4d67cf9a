import { resumeDeletions } from '../../../functions/src/users/finishDeletion.ts';
import { callableKind } from '../core/callableKind.ts';
import type { Kind, Operation } from '../core/operation.ts';
import { demand } from '../core/violation.ts';
import { closeAccount, followDeletion } from '../oracle/deletions.ts';
import { storedScope } from '../oracle/keys.ts';
import { balancesOf } from '../oracle/ledger.ts';
import { mayNotAct } from '../oracle/standing.ts';
import { answered, MONEY, type Oracle, refused } from '../oracle/state.ts';

/** Who may do nothing else can still go, and take everything along. */
const OWNERS_ALL_THE_SAME = new Set(['users/frozen', 'users/banned']);

/** Longer than anybody keeps a deletion for themselves. */
const AHEAD_MS = 11 * 60_000;

/** Leaving: from every session, from the game for good, and with a copy of everything. */
export const kinds: readonly Kind[] = [
  callableKind({
    name: 'deleteAccount',
    weight: 0.7,
    access: 'player',
    sensitive: true,
    keyed: true,
    keptForGood: true,
    isLong: true,
    mayStop: true,
    draw(scene, random) {
      if (scene.isPair) return;
      const uid = random.pick(scene.players);
      if (random.chance(0.8)) scene.leave(uid);
      const data = { confirm: random.chance(0.05) ? 'delete' : 'DELETE', idempotencyKey: scene.nextName() };
      return { uid, data, invalid: data.confirm !== 'DELETE' };
    },
    decide({ oracle, uid, data, nowMs, signedInAtMs, settled }) {
      const account = oracle.accounts.get(uid);
      const reason = mayNotAct(account, nowMs, signedInAtMs);
      if (account === undefined || (reason !== undefined && !OWNERS_ALL_THE_SAME.has(reason))) {
        return refused(reason ?? '');
      }
      if (isSignedOut(oracle, uid, signedInAtMs)) return refused('platform/signed-out');
      if (MONEY.some((money) => account.money[money].locked > 0)) return refused('users/money-on-its-way');
      closeAccount(oracle, account, storedScope([uid, 'deleteAccount', data.idempotencyKey]), settled);
      return answered({ uid, status: 'DELETED' });
    },
    follows: followDeletion,
  }),
  {
    name: 'resumeDeletions',
    weight: 1.5,
    isJob: true,
    isLong: true,
    draw: () => ({}),
    // Now and then by a clock that is far ahead, which takes away what others are at work on.
    run: (_system, { id, atMs, skewMs }) => resumeDeletions(atMs + skewMs + (id % 3 === 0 ? AHEAD_MS : 0)),
    settle: followDeletion,
  },
  callableKind({
    name: 'signOutEverywhere',
    weight: 1,
    access: 'player',
    keyed: true,
    draw: (scene, random) => ({ uid: random.pick(scene.players), data: { idempotencyKey: scene.nextName() } }),
    decide({ oracle, uid, nowMs, signedInAtMs }) {
      const account = oracle.accounts.get(uid);
      const reason = mayNotAct(account, nowMs, signedInAtMs);
      if (reason !== undefined || account === undefined) return refused(reason ?? '');
      account.signedOutAtMs = nowMs - (nowMs % 1_000);
      return answered({ uid, signedOutAt: account.signedOutAtMs });
    },
  }),
  callableKind({
    name: 'exportMyData',
    weight: 2,
    access: 'player',
    sensitive: true,
    keyed: false,
    draw: (scene, random) => ({ uid: random.pick(scene.players), data: {} }),
    decide({ oracle, uid, signedInAtMs, nowMs }) {
      const reason = mayNotAct(oracle.accounts.get(uid), nowMs, signedInAtMs);
      const mayRead = reason === undefined || reason === 'users/not-found' || OWNERS_ALL_THE_SAME.has(reason);
      if (!mayRead) return refused(reason);
      if (isSignedOut(oracle, uid, signedInAtMs)) return refused('platform/signed-out');
      return answered({ uid, exportedAt: nowMs, auth: { uid }, documents: documentsOf(oracle, uid), next: null });
    },
    answered(oracle, operation, answer) {
      if (answer.ok) demandNobodyElse(oracle, operation, JSON.stringify(answer.value));
    },
  }),
];

function isSignedOut(oracle: Oracle, uid: string, signedInAtMs: number): boolean {
  const signedOutAtMs = oracle.accounts.get(uid)?.signedOutAtMs ?? null;
  return signedOutAtMs !== null && signedInAtMs < signedOutAtMs;
}

/** What an export must have, as far as it is named here. */
function documentsOf(oracle: Oracle, uid: string): Record<string, unknown> {
  const account = oracle.accounts.get(uid);
  if (account === undefined) return {};
  const documents: Record<string, unknown> = {
    [`users/${uid}`]: { uid, balances: balancesOf(account), version: account.entries.length, status: account.standing },
  };
  for (const [path, { kind, facts }] of oracle.notes) {
    if (path.startsWith(`users/${uid}/`)) documents[path] = { kind, facts };
  }
  for (const { id, uid: owner, amount, status, details } of oracle.withdrawals.values()) {
    if (owner !== uid) continue;
    documents[`withdrawals/${id}`] = { amount, status };
    documents[`withdrawalFiles/${id}`] = { paymentDetails: details };
  }
  return documents;
}

function demandNobodyElse(oracle: Oracle, { params }: Operation, text: string): void {
  for (const uid of [...oracle.accounts.keys(), ...oracle.claims.keys()]) {
    demand(uid === params.uid || !text.includes(`${uid}"`), () => `the export of ${params.uid} names ${uid}`);
  }
}
