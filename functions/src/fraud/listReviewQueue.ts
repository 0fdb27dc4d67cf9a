import type { z } from 'zod';
import { lifetimeStats } from '../events/activity.ts';
import { implausibleGames } from '../events/conceal.ts';
import { invariant } from '../kernel/assert.ts';
import { parseStored } from '../platform/storage/collection.ts';
import { transactOptimistically } from '../platform/storage/optimistic.ts';
import { readPage } from '../platform/storage/reader.ts';
import { ifReadable } from '../platform/storage/sealedFields.ts';
import type { Tx } from '../platform/storage/transaction.ts';
import type { Call } from '../platform/transport/callable.ts';
import { accountExists, standingOf } from '../users/account.ts';
import { referralState } from '../users/referral.ts';
import { getWallet } from '../wallet/post.ts';
import { chargebacksOf } from './conduct.ts';
import type { listReviewQueue as contract } from './contract.ts';
import { fraudLogFields } from './store.ts';

type Account = NonNullable<z.input<typeof contract.output>['entries'][number]['account']>;

/** What waits for a decision: the evidence as it was then, and the player as of now. */
export async function listReviewQueue({ nowMs }: Call, { status, after, limit }: z.output<typeof contract.input>) {
  const page = await readPage({ collection: 'fraudLogs', where: ['status', status], limit, after: after ?? null });
  const logs = page.map(({ id, path, data }) => ({ id, ...parseStored(fraudLogFields, path, data) }));
  const accounts = await accountsOf(new Set(logs.map(({ uid }) => uid)), nowMs);
  const entries = logs.map(({ id, uid, kind, verdict, total, evidence, subject, at, count, lastAt }) => {
    const often = { at, count, lastAt: lastAt ?? at };
    return { logId: id, uid, kind, verdict, total, evidence, subject, ...often, account: accounts.get(uid) ?? null };
  });
  return { entries, next: entries.length < limit ? null : (entries.at(-1)?.logId ?? null) };
}

/** Read without locks, so that looking at the queue keeps nobody from playing. */
async function accountsOf(uids: ReadonlySet<string>, nowMs: number): Promise<ReadonlyMap<string, Account>> {
  return transactOptimistically(async (tx) => {
    const found = await Promise.all([...uids].map(async (uid) => [uid, await summaryOf(tx, uid, nowMs)] as const));
    return new Map(found.flatMap(([uid, account]) => (account === undefined ? [] : [[uid, account]])));
  });
}

async function summaryOf(tx: Tx, uid: string, nowMs: number): Promise<Account | undefined> {
  if (!(await accountExists(tx, uid))) return undefined;
  const wallet = await getWallet(tx, uid);
  invariant(wallet !== undefined, `no wallet of ${uid}`);
  const { gamesWon, adsWatched } = await lifetimeStats(tx, uid);
  return {
    standing: await standingOf(tx, uid, nowMs),
    createdAt: (await referralState(tx, uid)).createdAt,
    coins: wallet.balances.coins,
    ...{ gamesWon, adsWatched },
    implausible: (await ifReadable(implausibleGames(tx, uid))) ?? null,
    chargebacks: await chargebacksOf(tx, uid),
  };
}
