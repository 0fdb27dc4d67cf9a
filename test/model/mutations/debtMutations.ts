import type { Mutation } from './mutation.ts';

/** What is owed: how it comes to be, what pays it first, whom it stops, and who may let it go. */
export const debtMutations: readonly Mutation[] = [
  {
    name: 'a credit does not pay what is owed',
    file: 'wallet/post.ts',
    find: 'if (legs.length === 0) return wallet;',
    replace: 'if (legs.length >= 0) return wallet;',
  },
  {
    name: 'a credit pays all but one of what is owed',
    file: 'wallet/rules.ts',
    find: 'Math.min(debt[currency], balances[currency].available)',
    replace: 'Math.min(Math.max(0, debt[currency] - 1), balances[currency].available)',
  },
  {
    name: 'what cannot be taken back is given up',
    file: 'wallet/takeBack.ts',
    find: 'if (owed > 0) {',
    replace: 'if (owed > 0 && taken === 0) {',
  },
  {
    name: 'whoever owes may withdraw',
    file: 'withdrawals/requestWithdrawal.ts',
    find: 'await requireNoDebt(tx, uid);',
    replace: '',
  },
  {
    name: 'whoever owes is paid',
    file: 'withdrawals/requirePayable.ts',
    find: 'await requireNoDebt(tx, uid);',
    replace: '',
  },
  {
    name: 'one person lets a debt go',
    file: 'wallet/adjustments.ts',
    find: 'accept(decideSecondPerson(adjustment, call.uid,',
    replace: "if (kind === 'correction') accept(decideSecondPerson(adjustment, call.uid,",
    also: {
      find: "await requireDisinterested(tx, call.uid, requestedBy, walletErrors['second-person-required']);",
      replace: '',
    },
  },
  {
    name: 'a debt that was let go is let go again',
    file: 'wallet/adjustments.ts',
    find: "if (adjustment?.status !== 'AWAITING_SECOND_PERSON' || adjustment.kind !== kind) {",
    replace: 'if (adjustment?.kind !== kind) {',
  },
  {
    name: 'what is taken back goes below nothing',
    file: 'wallet/debtRules.ts',
    find: 'const taken = Math.min(available, amount);',
    replace: 'const taken = amount;',
  },
  {
    name: 'more is let go than was asked for',
    file: 'wallet/debtRules.ts',
    find: 'const forgiven = Math.min(owed, amount);',
    replace: 'const forgiven = atLeast === 1 ? owed : Math.min(owed, amount);',
  },
  {
    name: 'the hash leaves out what is owed',
    file: 'wallet/rules.ts',
    find: 'debt === undefined ? [] : [debtFields(debt.before)',
    replace: 'debt !== null ? [] : [debtFields(debt.before)',
  },
];
