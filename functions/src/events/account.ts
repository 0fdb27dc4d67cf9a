import type { AccountPart } from '../platform/manifest/account.ts';
import { openActivity } from './openActivity.ts';
import { relayPages } from './relayJournal.ts';

/** An account begins with nothing done, and what it has still to tell is told before it is taken apart. */
export const account: AccountPart = {
  stage: 'belongings',
  async open(tx, { uid, nowMs, economy }) {
    openActivity(tx, uid, nowMs, economy);
    return;
  },
  // What waits on the journal would bring the month's totals back later.
  erase: ({ uid }) => relayPages(uid),
};
