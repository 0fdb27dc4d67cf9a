import { invariant } from '../kernel/assert.ts';
import { Refused } from '../kernel/decision.ts';
import { CURRENCIES } from '../kernel/money.ts';
import type { AccountPart } from '../platform/manifest/account.ts';
import { userErrors } from '../users/contract.ts';
import { hideStaff } from './hideStaff.ts';
import { getWallet, openWallet } from './post.ts';

/** An account begins with an empty wallet, and cannot end while money of it is on its way. */
export const account: AccountPart = {
  stage: 'belongings',
  reveal: hideStaff,
  rename: async (departed) => (await import('./renameLedger.ts')).renameLedger(departed),
  async open(tx, { uid }) {
    return { balances: openWallet(tx, uid).balances };
  },
  async close(tx, { uid }) {
    const wallet = await getWallet(tx, uid);
    invariant(wallet !== undefined, `no wallet of ${uid}`);
    const { balances } = wallet;
    if (CURRENCIES.some((currency) => balances[currency].locked > 0)) throw new Refused(userErrors['money-on-its-way']);
    return;
  },
};
