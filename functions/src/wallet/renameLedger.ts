import { sha256Hex } from '../platform/crypto/crypto.ts';
import type { Departed, Renamed } from '../platform/manifest/account.ts';
import { readAll, readNow } from '../platform/storage/reader.ts';
import { putDocuments } from '../platform/storage/rewriting.ts';
import { movedIn } from './movedRules.ts';
import { Resealing } from './resealRules.ts';
import { walletDoc } from './store.ts';

const PAGES_A_READ = 10;
const HOLDS_A_READ = 100;

/** Copies a closed account's ledger under its pseudonym, up to the head that it has when it begins. */
export async function renameLedger({ uid, pseudonym, nowMs }: Departed): Promise<Renamed | undefined> {
  const wallet = await readNow(walletDoc(uid));
  if (wallet === undefined) return undefined;
  const resealing = new Resealing({ uid, pseudonym }, sha256Hex);
  for await (const page of readAll({ collection: `users/${uid}/days`, limit: PAGES_A_READ })) {
    await putDocuments(resealing.add(page));
  }
  const rest = resealing.rest();
  while (rest.length > 0) await putDocuments(rest.splice(0, PAGES_A_READ));
  for await (const { id, data } of readAll({ collection: `users/${uid}/holds`, limit: HOLDS_A_READ })) {
    await putDocuments([{ path: `users/${pseudonym}/holds/${id}`, data: { ...data, uid: pseudonym } }]);
  }
  const { headHash } = wallet;
  // Verification finds it as it finds whatever has moved.
  const moved = wallet.version === 0 ? {} : { movedIn: movedIn(pseudonym, nowMs, sha256Hex) };
  return { was: { headHash }, is: { headHash: resealing.headOf(headHash), ...moved } };
}
