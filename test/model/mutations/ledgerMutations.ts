import type { Mutation } from './mutation.ts';

/** The ledger: legs, floors, numbers, the chain, pages, holds and corrections. */
const RULES = 'wallet/rules.ts';
const HOLD = 'wallet/hold.ts';

export const ledgerMutations: readonly Mutation[] = [
  {
    name: 'a posting keeps only its first leg',
    file: RULES,
    find: '    ...draft,\n    sequence',
    replace: '    ...draft,\n    legs: draft.legs.slice(0, 1),\n    sequence',
  },
  {
    name: 'the hash leaves out who did it',
    file: RULES,
    find: '[...fields, reference, actor, correlationId,',
    replace: '[...fields, reference, correlationId,',
  },
  {
    name: 'a posting is chained to the genesis',
    file: 'wallet/post.ts',
    find: 'nextPosting(wallet, draft, sha256Hex)',
    replace: 'nextPosting({ ...wallet, headHash: genesisHash(uid, sha256Hex) }, draft, sha256Hex)',
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
    also: { find: 'held.expiresAt > cause.postedAtMs', replace: 'held.expiresAt > cause.postedAtMs + 3_600_000' },
  },
  {
    name: 'an admin approves an own request',
    file: 'wallet/adjustBalance.ts',
    find: 'adjustment.requestedBy === call.uid',
    replace: 'adjustment.uid === call.uid',
  },
];
