import type { AccountPart } from '../platform/manifest/account.ts';
import { forgetDestinations } from './forgetDestinations.ts';
import { openForExport } from './openForExport.ts';
import { rejectWaiting } from './rejectWaiting.ts';
import { haveSharedDestination } from './sharedDestination.ts';

/** The owner may read the payment details that are sealed here; whoever is gone is no destination's user any more. */
export const account: AccountPart = {
  erase: ({ uid }) => forgetDestinations(uid),
  reveal: openForExport,
  isSamePerson: haveSharedDestination,
  endOnBan: rejectWaiting,
};
