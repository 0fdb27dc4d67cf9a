import { mailboxOf } from '../kernel/mailbox.ts';
import type { AccountPart } from '../platform/manifest/account.ts';
import { type AuthUser, findAuthUser } from '../platform/runtime/firebase.ts';

/** Accounts that sign in with one mailbox, however it is written, or one phone number are one person's. */
export const account: AccountPart = {
  async isSamePerson(_tx, one, other) {
    const [first, second] = await Promise.all([findAuthUser(one), findAuthUser(other)]);
    return first !== undefined && second !== undefined && shareContact(first, second);
  },
};

function shareContact(one: AuthUser, other: AuthUser): boolean {
  if (one.phoneNumber !== null && one.phoneNumber === other.phoneNumber) return true;
  return one.email !== null && other.email !== null && mailboxOf(one.email) === mailboxOf(other.email);
}
