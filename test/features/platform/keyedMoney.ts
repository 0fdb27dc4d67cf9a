import { randomUUID } from 'node:crypto';
import { NO_DEBTS } from '../../../functions/src/kernel/money.ts';
import { adminFirestore } from '../../../functions/src/platform/runtime/firebase.ts';
import { insist } from '../../support/keyed.ts';
import { type Player, world } from '../../support/world.ts';
import { type Example, read, spoilFields } from './keyedExample.ts';

/** Examples of the callables by which money is claimed, leaves, and is kept from leaving. */
async function earner(): Promise<Player> {
  const [player, admin] = await Promise.all([world.player(), world.staff('admin')]);
  const more = { uid: player.uid, currency: 'coins', amount: 2_000, reason: 'coins for a test' };
  await insist(admin, 'adjustBalance', more);
  const account = (await adminFirestore()).doc(`users/${player.uid}`);
  await account.update({ 'stats.gamesWon': 10, 'stats.adsWatched': 50 });
  return player;
}

function requestOf({ uid, deviceHash }: Player) {
  return { amount: 600, method: 'paypal', paymentDetails: { email: `${uid}@example.com` }, deviceHash };
}

async function withdrawer() {
  const player = await earner();
  const { withdrawalId } = await insist(player, 'requestWithdrawal', requestOf(player));
  return { player, withdrawalId, path: `withdrawals/${withdrawalId}` };
}

/** The player's money and withdrawals, whatever their ids. */
async function moneyOf(player: Player): Promise<string> {
  const database = await adminFirestore();
  const found = await Promise.all([
    database.collection('withdrawals').where('uid', '==', player.uid).get(),
    database.collection('withdrawalFiles').where('uid', '==', player.uid).get(),
    database.collection(`users/${player.uid}/holds`).get(),
  ]);
  return JSON.stringify([await player.ledger(), found.map(({ docs }) => docs.map((one) => one.data()))]);
}

async function claimReferral(): Promise<Example> {
  const [referrer, other, caller] = await Promise.all([world.player(), world.player(), world.player()]);
  const { deviceHash } = caller;
  const [{ referralCode }, { referralCode: otherCode }] = await Promise.all([referrer.stored(), other.stored()]);
  return {
    name: 'claimReferral',
    caller,
    input: { referralCode, deviceHash },
    other: { referralCode: otherCode, deviceHash },
    spoil: async () => {
      const code = (await adminFirestore()).doc(`referralCodes/${referralCode}`);
      await code.delete();
      return { code: 'referrals/unknown-code', mend: () => code.set({ uid: referrer.uid }) };
    },
    state: async () => JSON.stringify([await caller.ledger(), (await caller.stored()).referredBy]),
  };
}

async function requestWithdrawal(): Promise<Example> {
  const caller = await earner();
  const input = requestOf(caller);
  return {
    name: 'requestWithdrawal',
    caller,
    input,
    other: { ...input, amount: 601 },
    spoil: () => spoilFields(`users/${caller.uid}`, 'withdrawals/too-soon', { lastWithdrawalMs: Date.now() }),
    state: () => moneyOf(caller),
  };
}

async function cancelWithdrawal(): Promise<Example> {
  const { player, withdrawalId, path } = await withdrawer();
  return {
    name: 'cancelWithdrawal',
    caller: player,
    input: { withdrawalId },
    other: { withdrawalId: '0'.repeat(64) },
    spoil: () => spoilFields(path, 'withdrawals/wrong-state', { status: 'APPROVED' }),
    state: () => moneyOf(player),
  };
}

async function reviewWithdrawal(): Promise<Example> {
  const [{ player, withdrawalId, path }, caller] = await Promise.all([withdrawer(), world.staff('support')]);
  return {
    name: 'reviewWithdrawal',
    caller,
    stranger: player,
    about: player,
    input: { withdrawalId, decision: 'approve' },
    other: { withdrawalId, decision: 'reject', reason: 'it looks wrong' },
    spoil: () => spoilFields(path, 'withdrawals/wrong-state', { status: 'CANCELLED' }),
    state: () => moneyOf(player),
  };
}

async function completeWithdrawal(): Promise<Example> {
  const [{ player, withdrawalId, path }, caller] = await Promise.all([withdrawer(), world.staff('support')]);
  await insist(caller, 'reviewWithdrawal', { withdrawalId, decision: 'approve' });
  return {
    name: 'completeWithdrawal',
    caller,
    stranger: player,
    about: player,
    input: { withdrawalId, outcome: 'completed', reference: 'provider-1' },
    other: { withdrawalId, outcome: 'failed', reason: 'the bank said no' },
    spoil: () => spoilFields(path, 'withdrawals/wrong-state', { status: 'COMPLETED' }),
    state: () => moneyOf(player),
  };
}

async function reviewFraud(): Promise<Example> {
  const [player, caller] = await Promise.all([world.player(), world.staff('support')]);
  const logId = randomUUID();
  const path = `fraudLogs/${logId}`;
  const score = { verdict: 'review', total: 35, evidence: { newAccount: 35 } };
  const about = { uid: player.uid, kind: 'withdrawal', subject: `users/${player.uid}`, correlationId: 'test' };
  const entry = { ...about, ...score, at: new Date(), status: 'OPEN', reviewedBy: null };
  await (await adminFirestore()).doc(path).create(entry);
  const input = { logId, decision: 'freeze', reason: 'it needs a closer look' };
  return {
    name: 'reviewFraud',
    caller,
    stranger: player,
    about: player,
    input,
    other: { ...input, decision: 'clear' },
    spoil: () => spoilFields(path, 'fraud/already-reviewed', { status: 'BANNED' }),
    state: () => read([path, `users/${player.uid}`]),
  };
}

async function setStanding(): Promise<Example> {
  const [player, caller] = await Promise.all([world.player(), world.staff('support')]);
  const path = `users/${player.uid}`;
  const input = { uid: player.uid, standing: 'frozen', reason: 'it needs a closer look' };
  return {
    name: 'setStanding',
    caller,
    stranger: player,
    about: player,
    input,
    other: { ...input, standing: 'banned' },
    spoil: () => spoilFields(path, 'users/deleted', { status: 'deleted' }),
    state: () => read([path, `conduct/${player.uid}`]),
  };
}

async function forgiveDebt(): Promise<Example> {
  const [player, caller] = await Promise.all([world.player(), world.staff('admin')]);
  const owed = { uid: player.uid, currency: 'coins', reason: 'a debt for a test' };
  await insist(caller, 'adjustBalance', { ...owed, amount: -9, allowDebt: true });
  return {
    name: 'forgiveDebt',
    caller,
    stranger: player,
    about: player,
    input: { ...owed, amount: 9 },
    other: { ...owed, amount: 8 },
    spoil: () => spoilFields(`users/${player.uid}`, 'wallet/more-than-owed', { debt: NO_DEBTS }),
    state: async () => {
      const database = await adminFirestore();
      const asked = await database.collection('adjustments').where('uid', '==', player.uid).get();
      return JSON.stringify([await player.stored(), asked.docs.map((one) => one.data())]);
    },
  };
}

export const moneyExamples = {
  claimReferral,
  requestWithdrawal,
  cancelWithdrawal,
  reviewWithdrawal,
  completeWithdrawal,
  reviewFraud,
  setStanding,
  forgiveDebt,
};
