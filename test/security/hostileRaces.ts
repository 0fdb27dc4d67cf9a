import assert from 'node:assert/strict';
import type { callables } from '../../functions/src/contract.ts';
import { wins } from '../features/events/wireEvents.ts';
import { freshDevice, freshKey, type Player } from '../support/world.ts';
import { coinsOf, count, fromElsewhere, type HostileWorld, withdrawal } from './hostileWorld.ts';

/**
 * What somebody may hope to win by sending a callable many times at once, for each callable that a player has; keys
 * differ, so that nothing but the rules stands in the way.
 */
type Name = keyof typeof callables;

const AT_ONCE = 6;

/** Sends until all were heard: a call that lost too many rounds is told to come again, and a cheat does. */
async function race(world: HostileWorld, player: Player, name: Name, inputs: readonly object[]): Promise<string[]> {
  return await Promise.all(inputs.map((input) => insisted(world, fromElsewhere(player), name, input)));
}

async function insisted(world: HostileWorld, player: Player, name: Name, input: object): Promise<string> {
  const idempotencyKey = freshKey();
  for (let tries = 0; tries < 20; tries += 1) {
    const { error } = await world.call(player, name, name === 'batchEvents' ? input : { ...input, idempotencyKey });
    if (error?.details.code !== 'platform/contention') return error?.details.code ?? 'ok';
  }
  return 'platform/contention';
}

const times = <T>(number: number, make: (at: number) => T): T[] => Array.from({ length: number }, (_, at) => make(at));

/** Undefined where a callable takes no key and changes nothing: there is nothing to race for. */
export const RACES: Partial<Record<Name, (world: HostileWorld) => Promise<void>>> = {
  async createUser(world) {
    const visitor = await world.visitor();
    const { deviceHash } = visitor;
    const outcomes = await race(
      world,
      visitor,
      'createUser',
      times(AT_ONCE, () => ({ deviceHash })),
    );
    assert.equal(count(outcomes, 'ok'), 1);
    const { deviceHash: _, ...account } = await visitor.stored();
    assert.equal(account.version, 0);
  },

  async bindDevice(world) {
    const [player, rival] = [await world.player(), await world.player()];
    const wanted = freshDevice();
    const both = await Promise.all(
      [player, rival].map((one) =>
        race(
          world,
          one,
          'bindDevice',
          times(3, () => ({ deviceHash: wanted })),
        ),
      ),
    );
    assert.ok(both.every((outcomes) => outcomes.every((one) => one !== 'ok')) === false, 'one of them has the device');
    assert.ok(
      both.some((outcomes) => count(outcomes, 'ok') === 0),
      'two people have one device',
    );
    const more = await race(
      world,
      player,
      'bindDevice',
      times(AT_ONCE, () => ({ deviceHash: freshDevice() })),
    );
    assert.ok(count(more, 'ok') <= 3, 'more than three changes in thirty days');
  },

  async batchEvents(world) {
    const player = await world.player();
    const events = wins(20);
    const orders = times(AT_ONCE, (at) => [...events.slice(at * 3), ...events.slice(0, at * 3)]);
    await race(
      world,
      player,
      'batchEvents',
      orders.map((order) => ({ events: order })),
    );
    assert.deepEqual(await coinsOf(player), { available: 200, locked: 0 });
  },

  async claimReferral(world) {
    const [player, one, other] = [await world.player(), await world.player(), await world.player()];
    const codes = [(await one.stored()).referralCode, (await other.stored()).referralCode];
    const { deviceHash } = player;
    const claims = times(4, (at) => ({ referralCode: codes[at % 2], deviceHash }));
    assert.equal(count(await race(world, player, 'claimReferral', claims), 'ok'), 1);
    assert.deepEqual(await coinsOf(player), { available: 100, locked: 0 });
  },

  async requestWithdrawal(world) {
    const player = await world.player(3_000);
    const requests = times(3, () => withdrawal(player));
    const outcomes = await race(world, player, 'requestWithdrawal', requests);
    assert.equal(count(outcomes, 'ok'), 1, outcomes.join());
    assert.deepEqual(await coinsOf(player), { available: 2_500, locked: 500 });
  },

  async cancelWithdrawal(world) {
    const player = await world.player(3_000);
    const idempotencyKey = freshKey();
    const { result } = await world.call(player, 'requestWithdrawal', { ...withdrawal(player), idempotencyKey });
    const { withdrawalId } = result;
    const outcomes = await race(
      world,
      player,
      'cancelWithdrawal',
      times(AT_ONCE, () => ({ withdrawalId })),
    );
    assert.equal(count(outcomes, 'ok'), 1);
    assert.deepEqual(await coinsOf(player), { available: 3_000, locked: 0 });
  },

  async deleteAccount(world) {
    const player = await world.player(3_000);
    const [deleted, withdrawn] = await Promise.all([
      insisted(world, player, 'deleteAccount', { confirm: 'DELETE' }),
      insisted(world, fromElsewhere(player), 'requestWithdrawal', withdrawal(player)),
    ]);
    assert.equal([deleted, withdrawn].filter((one) => one === 'ok').length, 1, `${deleted} and ${withdrawn}`);
    if (withdrawn === 'ok') assert.equal((await coinsOf(player)).locked, 500);
    else assert.deepEqual(await player.stored(), {});
  },

  async adoptGuest(world) {
    const [player, guest] = [await world.player(), await world.player(700)];
    const { deviceHash } = guest;
    // A token that nobody signed is worth nothing.
    const forged = await world.outcome(player, 'adoptGuest', { guestToken: guest.idToken, deviceHash });
    assert.equal(forged, 'guests/unknown-guest');
    const outcomes = await race(
      world,
      player,
      'adoptGuest',
      times(4, () => ({ guestToken: world.google.idToken(guest.uid), deviceHash })),
    );
    // Whoever has the device has nothing more to win by it.
    const known = new Set(['ok', 'guests/unknown-guest']);
    assert.ok(outcomes.includes('ok') && outcomes.every((one) => known.has(one)), outcomes.join());
    assert.deepEqual(await coinsOf(player), { available: 0, locked: 0 });
  },

  async signOutEverywhere(world) {
    const player = await world.player();
    await world.unmoved([], () =>
      race(
        world,
        player,
        'signOutEverywhere',
        times(AT_ONCE, () => ({})),
      ),
    );
    assert.deepEqual(await coinsOf(player), { available: 0, locked: 0 });
  },
};
