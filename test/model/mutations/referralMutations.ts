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
    find: 'await requireActive(tx, call.uid, call.caller.signedInAtMs);',
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
    find: 'tx.merge(doc, { claimsMs, expireAt: new Date(call.nowMs + HOUR_MS) });',
    replace: '',
  },
  {
    name: 'a referrer is paid as often as a message arrives',
    file: 'referrals/creditReferrer.ts',
    find: "{ waitingFor: null, status: 'PAID' }",
    replace: "{ waitingFor: referrerUid, status: 'PAID' }",
    also: { find: "where: ['waitingFor', referrerUid],", replace: "where: ['referrerUid', referrerUid]," },
  },
  {
    name: 'a referrer is paid for a claim that somebody else has just paid',
    file: 'referrals/creditReferrer.ts',
    find: 'claim?.waitingFor === referrerUid',
    replace: 'claim?.referrerUid === referrerUid',
  },
  {
    name: 'a referrer whose message was lost is never paid',
    file: 'referrals/creditReferrer.ts',
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
