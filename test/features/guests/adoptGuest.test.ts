import assert from 'node:assert/strict';
import { type DarkPerson, DarkWorld } from '../../support/darkWorld.ts';
import { freshDevice, freshKey } from '../../support/world.ts';
import { wins } from '../events/wireEvents.ts';
import { withdraw } from '../withdrawals/asked.ts';
import { arrival, tokenOf } from './guestsOf.ts';

describe('adoptGuest', function () {
  this.timeout(120_000);
  let world: DarkWorld;
  let admin: DarkPerson;

  before(async () => {
    world = await DarkWorld.open();
    admin = await world.staff('admin');
  });
  after(() => world.close());

  const device = (hash: string) => world.server.ask('read', `devices/${hash}`);
  const merges = (mergeBalance: boolean) => admin.insist('setEconomyConfig', { config: { guests: { mergeBalance } } });
  const give = ({ uid }: DarkPerson, amount: number, currency = 'coins') =>
    admin.insist('adjustBalance', { uid, currency, amount, reason: 'coins for a test' });

  it('moves the device to the account, closes the guest, and leaves what the guest had with it', async () => {
    const guest = await world.player();
    await give(guest, 70);
    const { account, request } = await arrival(world, guest);
    const { deviceHash } = request;
    assert.equal((await account.send('bindDevice', { deviceHash })).error?.details.code, 'devices/already-bound');
    const { balances, ...answer } = await account.insist('adoptGuest', request);
    assert.deepEqual(answer, { uid: account.uid, deviceHash, replayed: false });
    assert.equal(balances.coins.available, 0);
    assert.equal((await account.stored()).deviceHash, deviceHash);
    const { uid, history } = (await device(deviceHash)) ?? {};
    assert.deepEqual([uid, history.map((held: any) => held.uid)], [account.uid, [account.uid]]);
    assert.equal((await device(account.deviceHash))?.uid, null);
    assert.deepEqual(await guest.stored(), {});
    const kept = (await world.server.ask('list', 'users')).filter(({ data }) => data.balances.coins.available === 70);
    assert.deepEqual(
      kept.map(({ data }) => data.status),
      ['deleted'],
    );
  });

  it('answers the same request as it did, and knows nobody under a guest who is gone', async () => {
    const { account, request } = await arrival(world, await world.player());
    const key = { idempotencyKey: freshKey() };
    const first = await account.insist('adoptGuest', { ...request, ...key });
    assert.deepEqual(await account.insist('adoptGuest', { ...request, ...key }), { ...first, replayed: true });
    const { error } = await account.send('adoptGuest', request);
    assert.equal(error?.details.code, 'guests/unknown-guest');
  });

  it('opens the account of somebody who comes with a sign-in of their own for the first time', async () => {
    const [guest, newcomer] = [await world.player(), await world.person()];
    const request = { guestToken: tokenOf(world, guest), deviceHash: guest.deviceHash };
    await newcomer.insist('adoptGuest', request);
    assert.deepEqual([(await newcomer.stored()).deviceHash, await guest.stored()], [guest.deviceHash, {}]);
  });

  it('takes a guest who never played for nobody, and the device that is free', async () => {
    const [visitor, account] = [await world.person(), await world.player()];
    await account.insist('adoptGuest', { guestToken: tokenOf(world, visitor), deviceHash: visitor.deviceHash });
    assert.equal((await account.stored()).deviceHash, visitor.deviceHash);
  });

  it('keeps a device that had its bonus from having another, and lets one that had none have it', async () => {
    const { referralCode } = await (await world.player()).stored();
    for (const hadBonus of [true, false]) {
      const guest = await world.player();
      const { deviceHash } = guest;
      if (hadBonus) await guest.insist('claimReferral', { referralCode, deviceHash });
      const { account, request } = await arrival(world, guest);
      await account.insist('adoptGuest', request);
      const { error } = await account.send('claimReferral', { referralCode, deviceHash });
      assert.equal(error?.details.code, hadBonus ? 'referrals/device-used' : undefined);
    }
  });

  describe('refuses, and changes nothing', () => {
    async function refused(account: DarkPerson, guest: DarkPerson, input: object, code: string): Promise<void> {
      const state = async () =>
        JSON.stringify([await account.stored(), await guest.stored(), await device(guest.deviceHash)]);
      const before = await state();
      const { error } = await account.send('adoptGuest', { ...input });
      assert.equal(error?.details.code, code);
      assert.equal(await state(), before);
    }

    it('an account that is not there any more or may do nothing, before it looks at the guest', async () => {
      const guest = await world.player();
      const { account, request } = await arrival(world, guest);
      for (const status of ['frozen', 'banned', 'deleted']) {
        await account.mend({ status });
        await refused(account, guest, { ...request, guestToken: 'whatever' }, `users/${status}`);
      }
    });

    it('every token but one of a guest of this project who is still signed in', async () => {
      const [guest, linked, signedOut] = [await world.player(), await world.player(), await world.player()];
      await world.tellAuth('accounts:update', { localId: linked.uid, email: `${linked.uid}@example.org` });
      const validSince = `${Math.floor(Date.now() / 1_000)}`;
      await world.tellAuth('accounts:update', { localId: signedOut.uid, validSince });
      const tokens = [
        'garbage',
        tokenOf(world, guest, { provider: 'custom' }),
        tokenOf(world, guest, { project: 'another' }),
        tokenOf(world, guest, { ageSeconds: 4_000 }),
        tokenOf(world, linked),
        tokenOf(world, signedOut, { ageSeconds: 600 }),
      ];
      for (const guestToken of tokens) {
        const { account, request } = await arrival(world, guest);
        await refused(account, guest, { ...request, guestToken }, 'guests/unknown-guest');
      }
      await refused(guest, guest, (await arrival(world, guest)).request, 'guests/unknown-guest');
    });

    it('a guest who is under review or banned, whose coins go nowhere', async () => {
      await merges(true);
      const guest = await world.player();
      await give(guest, 40);
      const { account, request } = await arrival(world, guest);
      for (const status of ['frozen', 'banned']) {
        await guest.mend({ status });
        await refused(account, guest, request, 'guests/not-active');
      }
      await merges(false);
    });

    it('while money of the guest is on its way', async () => {
      const guest = await world.earner(2_000);
      await guest.aged(30);
      await withdraw(guest);
      const { account, request } = await arrival(world, guest);
      await refused(account, guest, request, 'users/money-on-its-way');
    });

    it('the fourth device within 30 days, and one that somebody else holds', async () => {
      const guest = await world.player();
      const { account, request } = await arrival(world, guest);
      const taken = (await world.player()).deviceHash;
      await refused(account, guest, { ...request, deviceHash: taken }, 'devices/already-bound');
      for (let move = 0; move < 3; move += 1) await account.insist('bindDevice', { deviceHash: freshDevice() });
      await refused(account, guest, request, 'devices/too-many-changes');
    });
  });

  describe('where the deployment lets a guest’s balance come along', () => {
    before(() => merges(true));
    after(() => merges(false));

    it('moves all of it once, each side told in words, and neither names the other', async () => {
      const guest = await world.player();
      await give(guest, 70);
      await give(guest, 3, 'gems');
      const { account, request } = await arrival(world, guest);
      await give(account, 5);
      const { balances } = await account.insist('adoptGuest', request);
      assert.deepEqual([balances.coins.available, balances.gems.available], [75, 3]);
      assert.deepEqual(await guest.stored(), {});
      const { entries } = (await account.call('getStatement', { type: 'guests.join' })).result;
      assert.deepEqual(
        entries.map(({ currency, amount, text }: any) => [currency, amount, text]),
        [
          ['gems', 3, 'Brought along from playing as a guest'],
          ['coins', 70, 'Brought along from playing as a guest'],
        ],
      );
      const exported = await account.call('exportMyData', {});
      assert.deepEqual([exported.error, JSON.stringify(exported).includes(guest.uid)], [undefined, false]);
      assert.deepEqual(await account.discrepancies(), []);
    });

    it('moves what the guest owes as well, which is paid with what the account has', async () => {
      const guest = await world.player();
      const owed = { uid: guest.uid, currency: 'coins', amount: -30, allowDebt: true, reason: 'a refund in a test' };
      await admin.insist('adjustBalance', owed);
      const { account, request } = await arrival(world, guest);
      await give(account, 100);
      assert.equal((await account.insist('adoptGuest', request)).balances.coins.available, 70);
      assert.equal((await account.stored()).debt.coins, 0);
      assert.deepEqual(await account.discrepancies(), []);
    });

    it('lets exactly one of two accounts have a guest whom both adopt at once', async () => {
      const guest = await world.player();
      await give(guest, 70);
      const { account, request } = await arrival(world, guest);
      const rivals = [account, await world.player()];
      const answers = await Promise.all(rivals.map((rival) => rival.send('adoptGuest', request)));
      assert.equal(answers.filter(({ error }) => error === undefined).length, 1, JSON.stringify(answers));
      const coins = await Promise.all(rivals.map(async (one) => (await one.coins()).available));
      assert.deepEqual(coins.toSorted(), [0, 70]);
    });

    it('loses and doubles nothing that the guest wins meanwhile', async () => {
      const guest = await world.player();
      const { account, request } = await arrival(world, guest);
      const [batch] = await Promise.all([
        guest.call('batchEvents', { events: wins(3) }),
        account.insist('adoptGuest', request),
      ]);
      const won = batch.error === undefined ? batch.result.deltaCoins : 0;
      assert.equal((await account.coins()).available, won);
      const late = await guest.call('batchEvents', { events: wins(3) });
      assert.match(late.error?.details.code, /^(users\/(deleted|not-found)|platform\/signed-out)$/);
    });

    it('brings nothing to the owner of the code that the guest has claimed', async () => {
      const guest = await world.player();
      const { account, request } = await arrival(world, guest);
      const { referralCode } = await account.stored();
      await guest.insist('claimReferral', { referralCode, deviceHash: guest.deviceHash });
      assert.equal((await account.insist('adoptGuest', request)).balances.coins.available, 0);
    });
  });
});
