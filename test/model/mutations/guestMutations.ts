import type { Mutation } from './mutation.ts';

/** Guests whose place an older account takes, and devices that support frees. */
const ADOPT = 'guests/adoptGuest.ts';

export const guestMutations: readonly Mutation[] = [
  {
    name: 'a guest keeps what it brings along',
    file: ADOPT,
    find: 'await moveAll(tx, call, { uid: guest,',
    replace: 'if (guest === scope) await moveAll(tx, call, { uid: guest,',
  },
  {
    name: 'a guest who was adopted can be adopted again',
    file: ADOPT,
    find: 'await closeAccount(tx,',
    replace: "if (guest === '') await closeAccount(tx,",
  },
  {
    name: 'a guest leaves behind what it owes',
    file: 'guests/moveAll.ts',
    find: 'const amount = debt[currency];',
    replace: 'const amount = debt[currency] * 0;',
  },
  {
    name: 'the coins of a banned guest cross over',
    file: ADOPT,
    find: "!== 'active') throw new Refused(guestErrors",
    replace: "=== 'frozen') throw new Refused(guestErrors",
  },
  {
    name: 'a guest pays for the code of whoever adopts it',
    file: ADOPT,
    find: 'const isOwnReferral = referredBy === call.uid ||',
    replace: 'const isOwnReferral =',
  },
  {
    name: 'what was implausible stays behind when money comes along',
    file: ADOPT,
    find: 'await addImplausible(tx, uid, implausible);',
    replace: 'void addImplausible;\n  void implausible;',
  },
  {
    name: 'a device forgets with its guest that it had its bonus',
    file: ADOPT,
    find: 'if (referredBy === null) await releaseDevice',
    replace: 'await releaseDevice',
  },
  {
    name: 'any token will do to close an account',
    file: 'platform/identity/guestToken.ts',
    find: "if (claims?.firebase.sign_in_provider !== 'anonymous')",
    replace: 'if (claims === undefined)',
  },
  {
    name: 'whoever lost a device to support still thinks to be on it',
    file: 'devices/bindDevice.ts',
    find: 'if (binding?.deviceHash === deviceHash) {',
    replace: "if (binding?.deviceHash === '') {",
  },
];
