import type { z } from 'zod';
import { transactOptimistically } from '../platform/storage/optimistic.ts';
import type { Call } from '../platform/transport/callable.ts';
import { requireAccount } from '../users/account.ts';
import type { getLedger as contract } from './contract.ts';
import { getWallet } from './post.ts';
import { readStatement } from './readStatement.ts';

/** Any player's ledger for the support desk, as the player reads it and with what caused each posting. */
export async function getLedger({ nowMs }: Call, input: z.output<typeof contract.input>) {
  const version = await transactOptimistically(async (tx) => {
    await requireAccount(tx, input.uid);
    return (await getWallet(tx, input.uid))?.version ?? 0;
  });
  const { entries, next } = await readStatement(input, version, nowMs);
  return {
    entries: entries.map(({ posting: { actor, correlationId, configVersion, details }, ...line }) => {
      return { ...line, actor, correlationId, configVersion, details };
    }),
    next,
  };
}
