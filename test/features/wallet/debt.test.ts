import assert from 'node:assert/strict';
import { Refused } from '../../../functions/src/kernel/decision.ts';
import { definePosting } from '../../../functions/src/kernel/posting.ts';
import { adminFirestore } from '../../../functions/src/platform/runtime/firebase.ts';
import { transact } from '../../../functions/src/platform/storage/transaction.ts';
import { release } from '../../../functions/src/wallet/hold.ts';
import { takeBack } from '../../../functions/src/wallet/takeBack.ts';
import { verifyUser } from '../../../functions/src/wallet/verifyUser.ts';
import { countTraffic } from '../../support/firestoreTraffic.ts';
import { insist, send } from '../../support/keyed.ts';
import { type Player, world } from '../../support/world.ts';
import { operations } from '../events/instance.ts';
import { wire } from '../events/wireEvents.ts';
import { cause, type Ledger, openLedger } from './ledgers.ts';

const REASON = 'a refund that was paid out already';

describe('a debt', function () {
  this.timeout(60_000);
  let admin: Player;
  let player: Player;

  before(async () => {
    admin = await world.staff('admin');
  });
  beforeEach(async () => {
    player = await world.player();
  });
  afterEach(async () => {
    assert.deepEqual((await verifyUser(player.uid)).discrepancies, []);
  });

  const asking = (amount: number, more: object = {}) => {
    return { uid: player.uid, currency: 'coins', amount, reason: REASON, ...more };
  };
  const correct = (amount: number, more: object = {}) => insist(admin, 'adjustBalance', asking(amount, more));
  const lines = async () => (await player.call('getStatement', {})).result.entries;

  it('is what a correction takes and does not find, where it says so, and only then', async () => {
    await correct(40);
    const refused = await send(admin, 'adjustBalance', asking(-100));
    assert.equal(refused.error?.details.code, 'wallet/insufficient-balance');
    const { status, balances, debt, version } = await correct(-100, { allowDebt: true });
    assert.deepEqual(
      [status, balances.coins, debt, version],
      ['APPLIED', { available: 0, locked: 0 }, { coins: 60, gems: 0, points: 0, eth: 0 }, 3],
    );
    assert.deepEqual((await player.stored()).debt, debt);
    const told = (await lines()).map(({ type, amount, debt: owed, after }: any) => [type, amount, owed, after]);
    assert.deepEqual(told.slice(0, 2), [
      ['debt.incurred', 0, 60, { available: 0, locked: 0, debt: 60 }],
      ['adjustment', -40, 0, { available: 0, locked: 0, debt: 0 }],
    ]);
  });

  it('is nothing where all of it was there', async () => {
    await correct(40);
    const { balances, debt, version } = await correct(-40, { allowDebt: true });
    assert.deepEqual([balances.coins.available, debt.coins, version], [0, 0, 2]);
  });

  it('is paid first by whatever comes in, by a posting of its own, and the rest is the player’s', async () => {
    await correct(-12, { allowDebt: true });
    const played = await player.call('batchEvents', { events: [wire('GAME_WON')] });
    assert.deepEqual([played.result.deltaCoins, played.result.balances.coins.available], [10, 0]);
    assert.deepEqual([(await player.stored()).debt.coins, played.result.version], [2, 3]);
    await correct(5);
    assert.deepEqual([(await player.stored()).debt.coins, (await player.stored()).balances.coins.available], [0, 3]);
    const told = (await lines()).map(({ type, amount, debt, text }: any) => [type, amount, debt, text]);
    assert.deepEqual(told, [
      ['debt.paid', -2, -2, 'Paid off what you owed'],
      ['adjustment', 5, 0, 'Corrected by the support team'],
      ['debt.paid', -10, -10, 'Paid off what you owed'],
      ['events.credit', 10, 0, 'Earned by playing: 1 win'],
      ['debt.incurred', 0, 12, 'Owed, because it was no longer there to be taken back'],
    ]);
  });

  it('is let go by two admins, none of whom it is, and by the way of a correction by nobody', async () => {
    await correct(-12, { allowDebt: true });
    const second = await world.staff('admin');
    const forgive = (by: Player, input: object) => send(by, 'forgiveDebt', { ...input });
    const codeOf = async (by: Player, input: object) => (await forgive(by, input)).error?.details.code;
    assert.equal(await codeOf(admin, asking(13)), 'wallet/more-than-owed');
    assert.equal(await codeOf(admin, asking(1, { currency: 'gems' })), 'wallet/more-than-owed');
    const support = await world.staff('support');
    assert.equal(await codeOf(support, asking(1)), 'platform/role-required');
    const asked = await insist(admin, 'forgiveDebt', asking(12));
    assert.deepEqual([asked.status, asked.debt.coins, asked.version], ['AWAITING_SECOND_PERSON', 12, 1]);
    const { adjustmentId } = asked;
    const waiting = await support.call('listAdjustments', { limit: 100 });
    const shown = waiting.result.entries.find((entry: any) => entry.adjustmentId === adjustmentId);
    assert.deepEqual([shown?.kind, shown?.amount, shown?.uid], ['forgiveness', 12, player.uid]);
    assert.equal(await codeOf(admin, { adjustmentId }), 'wallet/second-person-required');
    const other = await send(second, 'adjustBalance', { adjustmentId });
    assert.equal(other.error?.details.code, 'wallet/unknown-adjustment');
    await correct(5);
    const { status, debt, version, balances } = await insist(second, 'forgiveDebt', { adjustmentId });
    assert.deepEqual([status, debt.coins, version, balances.coins.available], ['APPLIED', 0, 4, 0]);
    const [line] = await lines();
    assert.deepEqual([line.type, line.amount, line.debt], ['debt.forgiven', 0, -7]);
    assert.equal(await codeOf(second, { adjustmentId }), 'wallet/unknown-adjustment');
    const entries = (await adminFirestore()).collection('auditLog').where('subject', '==', `users/${player.uid}`);
    const actions = (await entries.get()).docs.filter((entry) => entry.get('action') === 'forgiveDebt');
    assert.deepEqual(actions.map((entry) => entry.get('actor')).sort(), [admin.uid, second.uid].sort());
  });

  it('cannot be let go by, or for, whoever owes it', async () => {
    await admin.create().catch(() => undefined);
    const second = await world.staff('admin');
    await insist(second, 'adjustBalance', asking(-5, { uid: admin.uid, allowDebt: true }));
    const own = await send(admin, 'forgiveDebt', asking(5, { uid: admin.uid }));
    assert.equal(own.error?.details.code, 'staff/own-benefit');
    const { adjustmentId } = await insist(second, 'forgiveDebt', asking(5, { uid: admin.uid }));
    assert.equal((await send(admin, 'forgiveDebt', { adjustmentId })).error?.details.code, 'staff/own-benefit');
  });

  it('costs a batch of events no document more', async () => {
    const uid = await operations.openAccount();
    await transact((tx) => takeBack(tx, uid, { ...cause, ...REWARD, amount: 15, reference: 'r', details: {} }));
    const day = new Date().toISOString().slice(0, 10);
    const { traffic } = await countTraffic(() => operations.credit(uid, [wire('GAME_WON')]));
    const documents = [`users/${uid}`, `users/${uid}/days/${day}`];
    assert.deepEqual([traffic.read, traffic.written.toSorted()], [documents, documents]);
    assert.equal((await operations.read(`users/${uid}`))?.version, 3);
  });

  it('of whatever currency keeps its player from withdrawing, and nothing is written', async () => {
    await correct(2_000);
    await correct(-1, { currency: 'gems', allowDebt: true });
    const { stats } = await player.stored();
    const active = { stats: { ...stats, gamesWon: 10, adsWatched: 50 } };
    await (await adminFirestore()).doc(`users/${player.uid}`).update(active);
    const before = JSON.stringify([await player.stored(), await player.ledger()]);
    const paymentDetails = { email: `${player.uid}@example.com` };
    const ask = { amount: 600, method: 'paypal', paymentDetails, deviceHash: player.deviceHash };
    const { httpStatus, error } = await send(player, 'requestWithdrawal', ask);
    const { code, currency, owed } = error?.details ?? {};
    assert.deepEqual([httpStatus, code, currency, owed], [400, 'wallet/in-debt', 'gems', 1]);
    assert.equal(JSON.stringify([await player.stored(), await player.ledger()]), before);
    await correct(1, { currency: 'gems' });
    const { withdrawalId } = await insist(player, 'requestWithdrawal', ask);
    await correct(-1, { currency: 'gems', allowDebt: true });
    const support = await world.staff('support');
    const approval = { withdrawalId, decision: 'approve' };
    assert.equal((await send(support, 'reviewWithdrawal', approval)).error?.details.code, 'wallet/in-debt');
    await correct(1, { currency: 'gems' });
    await insist(support, 'reviewWithdrawal', approval);
    await correct(-3_000, { allowDebt: true });
    const payment = { withdrawalId, outcome: 'completed', reference: 'paid' };
    assert.equal((await send(support, 'completeWithdrawal', payment)).error?.details.code, 'wallet/in-debt');
    await insist(support, 'completeWithdrawal', { withdrawalId, outcome: 'failed', reason: 'they owe us' });
    const { balances, debt } = await player.stored();
    assert.deepEqual([balances.coins, debt.coins], [{ available: 0, locked: 0 }, 1_000]);
  });

  it('is in what the player exports', async () => {
    await correct(-7, { allowDebt: true });
    const { documents } = (await player.call('exportMyData', {})).result;
    assert.equal(documents[`users/${player.uid}`].debt.coins, 7);
  });
});

const REWARD = {
  kind: definePosting({ type: 'test.revoked', text: 'Taken back by a test' }),
  currency: 'coins',
  to: 'rewards',
} as const;

describe('taking back', () => {
  let ledger: Ledger;

  beforeEach(async () => {
    ({ ledger } = await openLedger());
  });
  afterEach(async () => {
    assert.deepEqual((await verifyUser(ledger.uid)).discrepancies, []);
  });

  const take = (amount: number, expectedVersion: number | null = null) => {
    const request = { ...cause, ...REWARD, amount, reference: 'refund', details: {} };
    return transact((tx) => takeBack(tx, ledger.uid, request, { expectedVersion }));
  };

  it('answers what it took and what is owed, and leaves alone what is locked', async () => {
    const holdId = await (await ledger.credit([100])).hold(60);
    const { taken, owed, wallet } = await take(70);
    assert.deepEqual(
      [taken, owed, wallet.balances.coins, wallet.debt.coins],
      [40, 30, { available: 0, locked: 60 }, 30],
    );
    await transact((tx) => release(tx, { uid: ledger.uid, holdId }, cause));
    assert.deepEqual([await ledger.coins(), (await ledger.document('')).debt.coins], [{ available: 30, locked: 0 }, 0]);
  });

  it('holds to the version that the caller expects, also where it is two postings', async () => {
    await ledger.credit([10]);
    const before = await ledger.bytes();
    await assert.rejects(
      take(15, 0),
      (error) => error instanceof Refused && error.error.code === 'wallet/version-conflict',
    );
    assert.equal(await ledger.bytes(), before);
    assert.deepEqual((await take(15, 1)).wallet.version, 3);
    await assert.rejects(take(5, 1), Refused);
    assert.deepEqual((await take(5, 3)).wallet.debt.coins, 10);
  });

  it('by several at once owes all that was not there, once', async () => {
    await ledger.credit([10]);
    const results = await Promise.all([take(8), take(8), take(8)]);
    assert.equal(
      results.reduce((sum, { taken }) => sum + taken, 0),
      10,
    );
    assert.equal((await ledger.document('')).debt.coins, 14);
  });

  it('reads a wallet that was stored before there were debts', async () => {
    await ledger.credit([10]);
    const { debt, ...earlier } = await ledger.document('');
    await (await adminFirestore()).doc(`users/${ledger.uid}`).set(earlier);
    assert.deepEqual((await verifyUser(ledger.uid)).discrepancies, []);
    assert.deepEqual((await take(12)).wallet.debt.coins, 2);
  });
});
