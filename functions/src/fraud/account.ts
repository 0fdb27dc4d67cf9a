import type { AccountPart } from '../platform/manifest/account.ts';
import { STAFF } from '../wallet/rules.ts';
import { forgetRecord } from './conduct.ts';
import { learnPlace } from './places.ts';

/**
 * The first place that an account is known by is the one where it was opened, and its places are forgotten with it; who has
 * decided on it stays unnamed.
 */
export const account: AccountPart = {
  stage: 'firstActs',
  reveal({ path, data }) {
    const isDecided = path.startsWith('fraudLogs/') && typeof data.reviewedBy === 'string';
    return isDecided ? { ...data, reviewedBy: STAFF } : data;
  },
  async open(tx, call) {
    await learnPlace(tx, call);
    return;
  },
  /** What earlier versions sealed for the uid opens under no other name. */
  async rename() {
    return { is: { sealed: undefined } };
  },
  /** What is sealed ends with the account: nobody compares it with anything any more. */
  async close(tx, { uid }) {
    await forgetRecord(tx, uid);
    return;
  },
};
