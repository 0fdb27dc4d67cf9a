import type { AccountPart } from '../platform/manifest/account.ts';
import { notePlace } from './places.ts';

/** The first place that an account is known by is the one where it was opened. */
export const account: AccountPart = {
  stage: 'firstActs',
  async open(tx, call) {
    await notePlace(tx, call);
    return;
  },
};
