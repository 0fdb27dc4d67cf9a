import assert from 'node:assert/strict';
import { generateKeyPairSync, sign } from 'node:crypto';
import { callables } from '../../functions/src/contract.ts';
import { REFERRAL_ALPHABET } from '../../functions/src/kernel/referralCodes.ts';
import { wins, wire, yesterday, yesterdayNoon } from '../features/events/wireEvents.ts';
import { examples } from '../features/platform/keyedCalls.ts';
import { functionsUrl } from '../support/environment.ts';
import { freshAddress, freshDevice, freshKey, type Player } from '../support/world.ts';
import { RACES } from './hostileRaces.ts';
import { askFirestore, hostileWrites } from './hostileRest.ts';
import { coinsOf, count, HostileWorld, withdrawal } from './hostileWorld.ts';

const contracts = Object.values(callables);
const playerCalls = contracts.filter(({ access }) => access.kind === 'player');
const staffCalls = contracts.filter(({ access }) => access.kind !== 'player');

describe('a hostile client gains nothing', function () {
  this.timeout(120_000);
  let world: HostileWorld;
  let attacker: Player;
  let victim: Player;

  before(async () => {
    world = await HostileWorld.open();
    [attacker, victim] = [await world.player(), await world.player(5_000)];
  });
  after(async () => {
    await world.verify();
    await world.close();
  });

  describe('by tokens of its own making', () => {
    it('an ID token for the victim: unsigned, signed by itself, expired, or of another project', async () => {
      const { google } = world;
      const flaws = [{ unsigned: true }, { forged: true }, { expired: true }, { project: 'its-own' }];
      await world.unmoved([victim], async () => {
        for (const flaw of flaws) {
          const id = google.idToken(victim.uid, {}, flaw);
          const outcome = await world.outcome(attacker, 'requestWithdrawal', withdrawal(victim), { id });
          assert.equal(outcome, 'UNAUTHENTICATED', JSON.stringify(flaw));
        }
      });
    });

    it('an ID token that claims a role, with any signature that it can make', async () => {
      const claims = { role: 'admin', permissions: ['*'], firebase: { sign_in_second_factor: 'totp' } };
      const gift = { uid: attacker.uid, currency: 'coins', amount: 1_000_000, reason: 'because I say so' };
      for (const flaw of [{ unsigned: true }, { forged: true }, { project: 'its-own' }]) {
        const id = world.google.idToken(attacker.uid, claims, flaw);
        assert.equal(await world.outcome(attacker, 'adjustBalance', gift, { id }), 'UNAUTHENTICATED');
      }
    });

    it('a role in a token that was true once', async () => {
      const firebase = { sign_in_provider: 'password', identities: {}, sign_in_second_factor: 'totp' };
      const id = world.google.idToken(attacker.uid, { role: 'support', firebase });
      const { error } = await world.call(attacker, 'listReviewQueue', {}, { id });
      assert.equal(error?.details.code, 'platform/role-required');
    });

    it('an app that nobody attested: no token, a forged one, one of another project', async () => {
      const tokens = ['', 'nonsense', world.google.appToken({ forged: true }), world.google.appToken({ project: 'x' })];
      for (const app of tokens) {
        const outcome = await world.outcome(attacker, 'createUser', { deviceHash: freshDevice() }, { app });
        assert.equal(outcome, 'platform/app-check-required');
      }
    });

    it('an App Check token that was overheard, for a withdrawal of its own', async () => {
      const app = world.google.appToken();
      assert.equal((await world.call(victim, 'exportMyData', {}, { app })).error, undefined);
      const outcome = await world.outcome(attacker, 'requestWithdrawal', withdrawal(attacker), { app });
      assert.equal(outcome, 'platform/app-check-replayed');
    });
  });

  describe('by other people’s ids', () => {
    it('in a field that no payload has', async () => {
      await world.unmoved([victim, attacker], async () => {
        for (const { name } of playerCalls) {
          const { error } = await world.call(attacker, name, { uid: victim.uid, idempotencyKey: freshKey() });
          assert.equal(error?.details.code, 'platform/invalid-input', name);
        }
      });
    });

    it('a withdrawal of the victim to cancel, which is as unknown as one that does not exist', async () => {
      const input = { ...withdrawal(victim), idempotencyKey: freshKey() };
      const { withdrawalId } = (await world.call(victim, 'requestWithdrawal', input)).result;
      await world.unmoved([victim], async () => {
        const mine = await world.call(attacker, 'cancelWithdrawal', { withdrawalId, idempotencyKey: freshKey() });
        const missing = { withdrawalId: 'f'.repeat(64), idempotencyKey: freshKey() };
        const nobodys = await world.call(attacker, 'cancelWithdrawal', missing);
        const { requestId: _one, ...told } = mine.error?.details ?? {};
        const { requestId: _other, ...toldOfNone } = nobodys.error?.details ?? {};
        assert.deepEqual([mine.httpStatus, told], [nobodys.httpStatus, toldOfNone]);
      });
    });

    it('the victim’s idempotency key, to hear the victim’s answer', async () => {
      const idempotencyKey = freshKey();
      const device = freshDevice();
      await world.call(victim, 'bindDevice', { deviceHash: device, idempotencyKey });
      const { error, result } = await world.call(attacker, 'bindDevice', { deviceHash: device, idempotencyKey });
      assert.deepEqual([error?.details.code, result], ['devices/already-bound', {}]);
    });

    it('the victim’s device, to withdraw, claim or play as if it were its own', async () => {
      const { deviceHash } = await victim.stored();
      assert.equal(
        await world.outcome(attacker, 'requestWithdrawal', { ...withdrawal(attacker), deviceHash }),
        'withdrawals/wrong-device',
      );
      const referralCode = (await victim.stored()).referralCode;
      assert.equal(
        await world.outcome(attacker, 'claimReferral', { referralCode, deviceHash }),
        'referrals/wrong-device',
      );
    });

    it('an export, which holds nobody else', async () => {
      const { result } = await world.call(attacker, 'exportMyData', {});
      assert.doesNotMatch(JSON.stringify(result), new RegExp(victim.uid));
    });
  });

  describe('by callables of the staff', () => {
    for (const { name } of staffCalls) {
      it(name, () =>
        world.unmoved([attacker, victim], async () => {
          const { input = {} } = (await examples[name]?.()) ?? {};
          assert.equal(await world.outcome(attacker, name, input), 'platform/role-required');
        }),
      );
    }
  });

  describe('by Firestore itself', () => {
    it('every write over REST', () =>
      world.unmoved([attacker, victim], async () => {
        for (const { what, path, body, method } of hostileWrites(attacker, victim)) {
          const answer = await (await askFirestore(attacker, path, body, method)).text();
          // A batch of writes is answered one by one, each with a status of its own.
          assert.match(answer, /PERMISSION_DENIED|"code":\s*7\b/, what);
        }
      }));

    it('every read of somebody else over REST', async () => {
      const { uid } = victim;
      for (const path of [`users/${uid}`, `users/${uid}/days`, `risk/${uid}`, 'config/economy']) {
        assert.equal((await askFirestore(attacker, `/${path}`, undefined, 'GET')).status, 403, path);
      }
      for (const collectionId of ['users', 'days', 'withdrawals', 'withdrawalFiles', 'referralCodes', 'devices']) {
        const structuredQuery = { from: [{ collectionId, allDescendants: true }] };
        assert.equal((await askFirestore(attacker, ':runQuery', { structuredQuery })).status, 403, collectionId);
      }
    });
  });

  describe('by guessing', () => {
    const guess = (at: number) =>
      Array.from({ length: 8 }, (_, place) => REFERRAL_ALPHABET[(at * 7 + place * 11) % REFERRAL_ALPHABET.length]).join(
        '',
      );

    it('codes, one account after the other behind one address, whatever it says about that address', async () => {
      const address = freshAddress();
      const outcomes: string[] = [];
      for (let at = 0; at < 5; at += 1) {
        const sockPuppet = await world.visitor();
        for (let tries = 0; tries < 6; tries += 1) {
          const spoofed = Object.assign(Object.create(sockPuppet), { address: `${freshAddress()}, ${address}` });
          const claim = { referralCode: guess(6 * at + tries), deviceHash: sockPuppet.deviceHash };
          outcomes.push(await world.outcome(spoofed, 'claimReferral', claim));
        }
      }
      assert.equal(count(outcomes, 'ok'), 0);
      assert.equal(
        outcomes.filter((one) => one !== 'rate/limited').length,
        20,
        'a minute of one address has 20 guesses',
      );
    });

    it('who has an account, from what a code or a device is refused with', async () => {
      const taken = await world.outcome(await world.visitor(), 'createUser', {
        deviceHash: (await victim.stored()).deviceHash,
      });
      assert.equal(taken, 'devices/already-bound');
      const { error } = await world.call(attacker, 'bindDevice', {
        deviceHash: (await victim.stored()).deviceHash,
        idempotencyKey: freshKey(),
      });
      assert.doesNotMatch(JSON.stringify(error), new RegExp(victim.uid));
    });
  });

  describe('by telling what did not happen', () => {
    const send = async (events: readonly object[]) =>
      (await world.call(await world.player(), 'batchEvents', { events })).result;

    it('its own prices', async () => {
      const { deltaCoins } = await send([wire('GAME_WON', { expectedCoins: 1_000_000 })]);
      assert.equal(deltaCoins, 10);
    });

    it('more than a day holds: wins at the same time, ads, spins and streaks without end', async () => {
      const occurredAt = yesterdayNoon();
      const metadata = { gameName: 'chess', durationSeconds: 3_600 };
      const hours = Array.from({ length: 40 }, () => wire('GAME_WON', { occurredAt, metadata }));
      // An hour of play, and ten minutes that clocks may be wrong by.
      assert.equal((await send(hours)).deltaCoins, 10);
      const ads = Array.from({ length: 40 }, () => wire('AD_WATCHED', { occurredAt }));
      const streaks = Array.from({ length: 40 }, () => wire('STREAK_CLAIMED', { occurredAt }));
      const spins = Array.from({ length: 40 }, () => wire('SPIN_CLAIMED', { occurredAt }));
      const { results } = await send([...ads, ...streaks, ...spins]);
      const credited = (from: number) =>
        results.slice(from, from + 40).filter(({ status }: { status: string }) => status === 'credited').length;
      assert.deepEqual([credited(0), credited(40), credited(80)], [10, 1, 3]);
    });

    it('yesterday as often as it likes, under the same keys and under new names', async () => {
      const player = await world.player();
      const events = wins(5);
      for (const batch of [events, events, events.map((event) => ({ ...event, expectedCoins: 99 }))]) {
        await world.call(player, 'batchEvents', { events: batch });
      }
      assert.equal((await coinsOf(player)).available, 50);
    });

    it('the future, the far past, and time that runs backwards', async () => {
      const at = (occurredAt: number) => wire('GAME_WON', { occurredAt });
      const far = [at(Date.now() + 3_600_000), at(Date.now() - 30 * 86_400_000), at(0)];
      const { deltaCoins, rejected } = await send(far);
      assert.deepEqual([deltaCoins, rejected], [0, 3]);
    });

    it('a week of play by an account of this minute', async () => {
      const newcomer = await world.visitor();
      assert.equal(await world.outcome(newcomer, 'createUser', { deviceHash: newcomer.deviceHash }), 'ok');
      const week = [1, 2, 3, 4, 5, 6].flatMap((daysAgo) => wins(80, yesterday(daysAgo)));
      const { result } = await world.call(newcomer, 'batchEvents', { events: week });
      assert.deepEqual([result.deltaCoins, result.rejected], [0, week.length]);
      const late = wire('GAME_WON', { occurredAt: Date.now() - 8 * 60_000 });
      assert.equal((await world.call(newcomer, 'batchEvents', { events: [late] })).result.deltaCoins, 10);
    });

    it('an ad that the network confirms, signed by itself', () =>
      world.unmoved([attacker], async () => {
        const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
        const query = `ad_network=1&reward_amount=1&timestamp=${Date.now()}&transaction_id=1&user_id=${attacker.uid}`;
        const signature = sign('sha256', Buffer.from(query), privateKey).toString('base64url');
        const response = await fetch(`${functionsUrl}/adReward?${query}&signature=${signature}&key_id=3335741209`);
        assert.match((await response.json()).code, /^ads\//);
      }));
  });

  describe('by more accounts', () => {
    it('a second one on the same device, and its own code from there', async () => {
      const { referralCode } = await attacker.stored();
      const second = await world.visitor();
      const { deviceHash } = attacker;
      assert.equal(await world.outcome(second, 'createUser', { deviceHash, referralCode }), 'devices/already-bound');
      assert.equal(await world.outcome(attacker, 'claimReferral', { referralCode, deviceHash }), 'referrals/own-code');
    });

    it('leaving and coming back for another bonus', async () => {
      const referrer = await world.player();
      const { referralCode } = await referrer.stored();
      const leaver = await world.visitor();
      const { deviceHash } = leaver;
      assert.equal(await world.outcome(leaver, 'createUser', { deviceHash, referralCode }), 'ok');
      assert.equal(await world.outcome(leaver, 'deleteAccount', { confirm: 'DELETE' }), 'ok');
      const again = await world.visitor();
      const outcome = await world.outcome(again, 'createUser', { deviceHash, referralCode });
      assert.notEqual(outcome, 'ok');
      assert.deepEqual(await coinsOf(again), { available: 0, locked: 0 });
    });
  });

  describe('by racing', () => {
    const raced = playerCalls.filter(({ effect }) => effect !== 'read');
    it('every callable that changes something', () => {
      assert.deepEqual(Object.keys(RACES).sort(), raced.map(({ name }) => name).sort());
    });
    for (const [name, race] of Object.entries(RACES)) it(name, () => race(world));
  });
});
