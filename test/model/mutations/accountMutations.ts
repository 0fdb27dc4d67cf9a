import type { Mutation } from './mutation.ts';

/** Standing, sign-outs, exports and the end of an account. */
const ACCOUNT = 'users/account.ts';

export const accountMutations: readonly Mutation[] = [
  {
    name: 'a ban knows nobody but the account',
    file: 'fraud/reviewFraud.ts',
    find: "if (standing === 'banned') await",
    replace: 'if (standing === null) await',
  },
  {
    name: 'a mailbox is another one under another spelling',
    file: 'users/signUpRules.ts',
    find: "const [name = ''] = email.slice(0, at).toLowerCase().split('+');",
    replace: 'const name = email.slice(0, at).toLowerCase();',
  },
  {
    name: 'a banned phone number may sign up again',
    file: 'users/bannedContacts.ts',
    find: 'await Promise.all(docsOf(contacts).map(',
    replace: 'await Promise.all(docsOf({ ...contacts, phoneNumber: null }).map(',
  },
  {
    name: 'a refused domain is not refused to those below it',
    file: 'users/signUpRules.ts',
    find: "labels.map((_, at) => labels.slice(at).join('.'))",
    replace: "[labels.join('.')]",
  },
  {
    name: 'a ban can be lifted',
    file: 'fraud/reviewRules.ts',
    find: "standing === 'deleted' || standing === 'banned'",
    replace: "standing === 'deleted'",
  },
  {
    name: 'a frozen account may act',
    file: ACCOUNT,
    find: "if (account.status !== 'active') throw",
    replace: "if (account.status !== 'active' && account.status !== 'frozen') throw",
  },
  {
    name: 'an old sign-in survives signing out',
    file: ACCOUNT,
    find: 'signedOutAt !== null && signedInAtMs < signedOutAt',
    replace: 'signedOutAt !== null && signedInAtMs < 0',
  },
  {
    name: 'an account goes while money is on its way',
    file: 'wallet/account.ts',
    find: 'locked > 0)',
    replace: 'locked < 0)',
  },
  {
    name: 'a device forgets that its account was deleted',
    file: 'devices/bindDevice.ts',
    find: 'for (const hash of hashes) await layTombstone(tx, hash, nowMs);',
    replace: '',
  },
  {
    name: 'a deletion leaves a collection behind',
    file: 'notifications/data.ts',
    find: "{ find: 'all', onDeletion: 'erase' }",
    replace: "{ find: 'all', onDeletion: 'keep' }",
  },
  {
    name: 'a deletion is called done before its last step',
    file: 'users/deletionSteps.ts',
    find: 'await deleteAuthUser(uid);',
    replace: 'void deleteAuthUser;',
  },
  {
    name: 'a deletion that was cut off is never resumed',
    file: 'users/finishDeletion.ts',
    find: "where: ['status', 'RUNNING'],",
    replace: "where: ['status', 'STUCK'],",
  },
  {
    name: 'somebody who is gone still gets letters',
    file: 'notifications/notify.ts',
    find: 'if (!(await hasOwner(tx, uid))) return;',
    replace: '',
  },
  {
    name: 'an export tells who approved',
    file: 'users/personalDataRules.ts',
    find: 'if (people.has(key)) return',
    replace: "if (people.has(key) && key !== 'actor' && key !== 'approvals') return",
  },
];
