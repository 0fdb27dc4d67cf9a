import { eraseDocuments } from './erasure.ts';
import { forgetCopies } from './idempotency.ts';
import { readAll } from './reader.ts';

const RECORDS = 'idempotency';
const RECORDS_A_PAGE = 200;

/**
 * Erases what somebody was answered: the records of their keys, and the copies in Redis of these and of the records that
 * stay in other collections. Answers whether that is done. Where Redis does not say that it has none any more, the records
 * stay, by which alone the copies are known, until it is asked again or the copies have lapsed by themselves, which
 * `haveLapsed` says.
 */
export async function forgetAnswers(uid: string, recordedIn: readonly string[], haveLapsed: boolean): Promise<boolean> {
  const scopes: string[] = [];
  for (const collection of [RECORDS, ...recordedIn]) {
    const records = readAll({ collection, where: ['uid', uid], fields: [], limit: RECORDS_A_PAGE });
    for await (const { id } of records) scopes.push(id);
  }
  if (!(await forgetCopies(scopes)) && !haveLapsed) return false;
  await eraseDocuments(RECORDS, ['uid', uid]);
  // Once more, for whoever was being answered meanwhile.
  await forgetCopies(scopes);
  return true;
}
