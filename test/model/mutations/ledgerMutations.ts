import type { Mutation } from './mutation.ts';

/** The ledger: legs, floors, numbers, the chain, pages, holds and corrections. */
const RULES = 'wallet/rules.ts';
const HOLD = 'wallet/hold.ts';

export const ledgerMutations: readonly Mutation[] = [
  {
    name: 'a wallet that was verified once is not verified when it moves',
    file: 'wallet/verifyMoved.ts',
    find: 'isAsVerified(data, known[index]) ?',
    replace: 'known[index] !== undefined ?',
  },
  {
    name: 'a wallet that moved the day before is not verified',
    file: 'wallet/movedRules.ts',
    find: 'utcDay(previousMs - CLOCKS_MS)',
    replace: 'utcDay(nowMs)',
  },
  {
    name: 'only its first posting says that a wallet has moved',
    file: 'wallet/post.ts',
    find: 'movedIn: movedIn(uid, draft.postedAtMs, sha256Hex)',
    replace: '...(wallet.version === 0 ? { movedIn: movedIn(uid, draft.postedAtMs, sha256Hex) } : {})',
  },
  {
    name: 'a page of moved wallets is verified and the rest is not',
    file: 'wallet/verifyMoved.ts',
    find: 'page.length === run.usersPerPage',
    replace: 'page.length > run.usersPerPage',
  },
  {
    name: 'a posting keeps only its first leg',
    file: RULES,
    find: '    ...draft,\n    sequence',
    replace: '    ...draft,\n    legs: draft.legs.slice(0, 1),\n    sequence',
  },
  {
    name: 'the hash leaves out who did it',
    file: RULES,
    find: 'about = [reference, actor, correlationId,',
    replace: 'about = [reference, correlationId,',
  },
  {
    name: 'a posting is chained to the genesis',
    file: 'wallet/post.ts',
    find: 'nextPosting(wallet, draft,',
    replace: 'nextPosting({ ...wallet, headHash: genesisHash(uid, sha256Hex) }, draft,',
  },
  {
    name: 'the version does not rise',
    file: RULES,
    find: 'version: sealed.sequence,',
    replace: 'version: wallet.version,',
  },
  {
    name: 'a balance may go below zero',
    file: RULES,
    find: "account === 'available' && after[currency].available < 0",
    replace: "account === 'available' && after[currency].available < -1_000_000",
  },
  {
    name: 'a correction does not look at the version that it expects',
    file: 'wallet/adjustBalance.ts',
    find: 'input.expectedVersion !== wallet.version',
    replace: 'input.expectedVersion < 0',
  },
  {
    name: 'a full page drops a posting as it spills',
    file: 'wallet/post.ts',
    find: '{ uid, date, postings: earlier }',
    replace: '{ uid, date, postings: earlier.slice(1) }',
  },
  {
    name: 'a hold is captured twice',
    file: HOLD,
    find: "if (found.status !== 'held')",
    replace: "if (found.status === 'released')",
  },
  {
    name: 'an expired hold is released twice',
    file: HOLD,
    find: "if (found.status !== 'held')",
    replace: "if (found.status === 'captured')",
  },
  {
    name: 'a hold is released before its time',
    file: 'wallet/expireHolds.ts',
    find: 'dueAtMs: nowMs',
    replace: 'dueAtMs: nowMs + 3_600_000',
    also: { find: 'cause.postedAtMs)', replace: 'cause.postedAtMs + 3_600_000)' },
  },
  {
    name: 'an expired hold is captured until the sweep has been there',
    file: HOLD,
    find: 'hasExpired(expiryOf(held), cause.postedAtMs)',
    replace: 'hasExpired(held.expiresAt, 0)',
  },
  {
    name: 'an admin approves an own request',
    file: 'wallet/adjustments.ts',
    find: 'decideSecondPerson(adjustment, call.uid,',
    replace: "decideSecondPerson(adjustment, '',",
    also: {
      find: 'requireDisinterested(tx, call.uid, requestedBy,',
      replace: "requireDisinterested(tx, call.uid, '',",
    },
  },
  {
    name: 'a correction may wait for ever',
    file: 'staff/secondPersonRules.ts',
    find: 'nowMs >= lapsesAtMs(ask)',
    replace: 'nowMs < ask.createdAt',
  },
  {
    name: 'each correction of a day is looked at by itself',
    file: 'wallet/adjustBalance.ts',
    find: 'addAmounts(await doneAlone(tx, doing), Math.abs(amount))',
    replace: 'addAmounts(0, Math.abs(amount))',
  },
  {
    name: 'one admin lifts the limits of one admin',
    file: 'withdrawals/config.ts',
    find: "  guards: ['twoPersonFrom'],\n",
    replace: '',
  },
  {
    name: 'who asked for a configuration confirms it',
    file: 'economy/setEconomyConfig.ts',
    find: 'decideSecondPerson(asked, call.uid,',
    replace: "decideSecondPerson(asked, '',",
    also: {
      find: 'requireDisinterested(tx, call.uid, requestedBy,',
      replace: "requireDisinterested(tx, call.uid, '',",
    },
  },
  {
    name: 'a change is confirmed upon another version than it was asked for',
    file: 'economy/setEconomyConfig.ts',
    find: 'baseVersion !== version',
    replace: 'baseVersion > version',
  },
  {
    name: 'a posting says why staff made it',
    file: 'wallet/adjustBalance.ts',
    find: 'details: { auditId },',
    replace: 'details: { auditId, reason: adjustment.reason },',
  },
  {
    name: 'a posting names who decided on the withdrawal',
    file: 'withdrawals/moveWithdrawal.ts',
    find: '{ actor: STAFF, auditId }',
    replace: '{ actor, auditId }',
  },
  {
    name: 'who gains by a correction may ask for it',
    file: 'staff/interest.ts',
    find: 'if (one === other) return true;',
    replace: 'if (one === other) return false;',
  },
  {
    name: 'two who shared a device decide for each other',
    file: 'devices/account.ts',
    find: '  isSamePerson: haveSharedDevice,\n',
    replace: '',
  },
];
