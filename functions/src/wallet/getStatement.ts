import type { z } from 'zod';
import { invariant } from '../kernel/assert.ts';
import { transactOptimistically } from '../platform/storage/optimistic.ts';
import type { Call } from '../platform/transport/callable.ts';
import { requireOwner } from '../users/account.ts';
import type { getStatement as contract } from './contract.ts';
import { getWallet } from './post.ts';
import { readStatement } from './readStatement.ts';

/** The player's own ledger. Whoever is frozen or banned may read it as well; it names nobody of the staff. */
export async function getStatement({ uid, caller, nowMs }: Call, input: z.output<typeof contract.input>) {
  const wallet = await transactOptimistically(async (tx) => {
    await requireOwner(tx, uid, caller.signedInAtMs);
    return getWallet(tx, uid);
  });
  invariant(wallet !== undefined, `no wallet of ${uid}`);
  const { entries, next } = await readStatement({ uid, ...input }, wallet.version, nowMs);
  return { entries: entries.map(({ posting, ...line }) => line), next };
}
