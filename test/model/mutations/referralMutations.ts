import type { Mutation } from './mutation.ts';

/** Codes, who is paid for them, and what looks suspicious about it. */
const RULES = 'referrals/rules.ts';
const CLAIM = 'referrals/claimReferral.ts';

export const referralMutations: readonly Mutation[] = [
  {
    name: 'a second code may be claimed',
    file: RULES,
    find: 'state.referredBy !== null',
    replace: 'state.referredBy === ""',
  },
  {
    name: 'the code of somebody on the same device may be claimed',
    file: RULES,
    find: ' || state.deviceHolders.includes(referrerUid)',
    replace: '',
  },
  {
    name: 'a frozen account may claim',
    file: CLAIM,
    find: 'await requireActive(tx, call);',
    replace: '',
  },
  {
    name: 'what a claim scores is ignored',
    file: CLAIM,
    find: "=== 'pass') return;",
    replace: "!== 'never') return;",
  },
  {
    name: 'claims from one address are not counted',
    file: 'fraud/places.ts',
    find: 'const claimsMs = [...(recent[0] ?? []), call.nowMs];',
    replace: 'const claimsMs = recent[0] ?? [];',
  },
  {
    name: 'a referrer is paid as often as a message arrives',
    file: 'referrals/creditReferrer.ts',
    find: '{ waitingFor: null, status }',
    replace: '{ waitingFor: referrerUid, status }',
    also: { find: "where: ['waitingFor', referrerUid],", replace: "where: ['referrerUid', referrerUid]," },
  },
  {
    name: 'a referrer is paid for a claim that somebody else has just paid',
    file: 'referrals/creditReferrer.ts',
    find: 'claim?.waitingFor === referrerUid',
    replace: 'claim?.referrerUid === referrerUid',
  },
  {
    name: 'two players may claim each other',
    file: RULES,
    find: 'state.referrersReferrer === uid',
    replace: "state.referrersReferrer === ''",
  },
  {
    name: 'of two players who claim each other at once both are paid',
    file: CLAIM,
    find: '(await tx.get(claimDoc(uid)))?.referrerUid',
    replace: '(await readNow(claimDoc(uid)))?.referrerUid',
    also: {
      find: "import type { Tx } from '../platform/storage/transaction.ts';",
      replace:
        "import type { Tx } from '../platform/storage/transaction.ts';" +
        "import { readNow } from '../platform/storage/reader.ts';",
    },
  },
  {
    name: 'the owner of a code is paid while frozen',
    file: 'referrals/creditReferrer.ts',
    find: "if (standing === 'frozen')",
    replace: "if (standing === 'cold')",
    also: { find: "standing === 'active' ? 'PAID'", replace: "standing !== 'deleted' ? 'PAID'" },
  },
  {
    name: 'the owner of a code is paid although banned',
    file: 'referrals/creditReferrer.ts',
    find: "const status = standing === 'active' ?",
    replace: "const status = standing !== 'deleted' ?",
    also: { find: "if (standing === 'active') await pay", replace: "if (standing !== 'deleted') await pay" },
  },
  {
    name: 'an owner of a code who was cleared is never paid',
    file: 'referrals/sweepReferralCredits.ts',
    find: "where: ['status', 'HELD'],",
    replace: "where: ['status', 'LOST'],",
  },
  {
    name: 'who is blocked again is another entry of the queue',
    file: 'fraud/logFraud.ts',
    find: "entry?.status !== 'OPEN'",
    replace: "entry?.status !== 'SHUT'",
  },
  {
    name: 'a referrer whose message was lost is never paid',
    file: 'referrals/sweepReferralCredits.ts',
    find: "where: ['status', 'WAITING'],",
    replace: "where: ['status', 'LOST'],",
  },
  {
    name: 'an ad is paid as often as the network reports it',
    file: 'events/adReward.ts',
    find: 'ssvTransactionId: transaction_id,',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is source code.
    replace: 'ssvTransactionId: `${transaction_id}-${nowMs}`,',
  },
];
