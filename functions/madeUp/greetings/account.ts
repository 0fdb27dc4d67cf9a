import type { AccountPart } from '../../src/platform/manifest/account.ts';
import { heardDoc } from './store.ts';

/** An account begins with nobody having greeted it. */
export const account: AccountPart = {
  stage: 'belongings',
  async open(tx, { uid }) {
    tx.merge(heardDoc(uid), { heard: 0 });
    return;
  },
};
