import assert from 'node:assert/strict';
import { callables } from '../../../functions/src/contract.ts';
import type { CallableContract } from '../../../functions/src/kernel/contract.ts';
import { adminFirestore } from '../../../functions/src/platform/runtime/firebase.ts';
import { insist, send } from '../../support/keyed.ts';
import { freshDevice, freshKey, type Player, world } from '../../support/world.ts';
import { wire } from '../events/wireEvents.ts';
import { examples } from '../platform/keyedCalls.ts';

const PLAYERS = Object.values<CallableContract>(callables).filter(({ access }) => access.kind === 'player');
const STANDINGS = ['frozen', 'banned'] as const;

interface Attempt {
  readonly caller: Player;
  readonly input: Readonly<Record<string, unknown>>;
  readonly state: () => Promise<string>;
}

/** What is neither keyed, which has its examples, nor a read that needs no input. */
const OTHERS: Readonly<Record<string, () => object>> = {
  batchEvents: () => ({ events: [wire('GAME_WON'), wire('AD_WATCHED')] }),
};

/** A request that would succeed, were it not for the account's standing. */
async function attemptOf({ name, effect }: CallableContract): Promise<Attempt> {
  const make = examples[name];
  if (effect === 'keyed') {
    assert.ok(make, `${name} has no example in keyedCalls.ts`);
    const { caller, input, state } = await make();
    if (name === 'createUser') await caller.create();
    // An account that exists cannot be created again, on whatever device.
    const request = name === 'createUser' ? { ...input, deviceHash: freshDevice() } : input;
    return { caller, input: { ...request, idempotencyKey: freshKey() }, state };
  }
  const other = OTHERS[name];
  assert.ok(effect === 'read' || other, `${name} needs an input in this test`);
  const caller = await world.player();
  return { caller, input: { ...other?.() }, state: async () => JSON.stringify(await caller.ledger()) };
}

async function stand({ uid }: Player, status: string): Promise<void> {
  await (await adminFirestore()).doc(`users/${uid}`).update({ status });
}

describe('an account in bad standing', function () {
  this.timeout(60_000);

  for (const standing of STANDINGS) {
    for (const contract of PLAYERS) {
      const { name, effect } = contract;
      const mayRead = effect === 'read';
      if (name === 'deleteAccount') continue;
      it(`that is ${standing} ${mayRead ? 'may' : 'may not'} call ${name}`, async () => {
        const { caller, input, state } = await attemptOf(contract);
        await stand(caller, standing);
        const before = await state();
        const { error, httpStatus } = await caller.call(name, input);
        const code = name === 'createUser' ? 'users/already-exists' : `users/${standing}`;
        if (mayRead) assert.equal(error, undefined);
        else assert.deepEqual([httpStatus, error?.details.code], [name === 'createUser' ? 409 : 403, code]);
        assert.equal(await state(), before);
      });
    }
  }

  for (const standing of STANDINGS) {
    it(`that is ${standing} may leave for good, with everything that is about its player`, async () => {
      const player = await world.player();
      await stand(player, standing);
      const { result, error } = await player.call('exportMyData', {});
      assert.deepEqual([error, result.documents[`users/${player.uid}`].status], [undefined, standing]);
      assert.equal((await insist(player, 'deleteAccount', { confirm: 'DELETE' })).status, 'DELETED');
      // The device of somebody banned is nobody's any more, whoever comes with it; another one's can sign up again.
      const { deviceHash } = player;
      const newcomer = await world.visitor();
      const signUp = await send(newcomer, 'createUser', { deviceHash });
      const mover = await send(await world.player(), 'bindDevice', { deviceHash });
      const codes = [signUp, mover].map((answer) => answer.error?.details.code);
      assert.deepEqual(
        codes,
        standing === 'banned' ? ['devices/banned', 'devices/banned'] : [undefined, 'devices/already-bound'],
      );
    });
  }

  it('hears what became of a request from before, and once it is cleared goes on as ever', async () => {
    const player = await world.player();
    const request = { deviceHash: freshDevice(), idempotencyKey: freshKey() };
    const first = await player.call('bindDevice', request);
    await stand(player, 'frozen');
    assert.deepEqual((await player.call('bindDevice', request)).result, { ...first.result, replayed: true });
    const refused = await send(player, 'bindDevice', { deviceHash: freshDevice() });
    assert.equal(refused.error?.details.code, 'users/frozen');
    await stand(player, 'active');
    await insist(player, 'bindDevice', { deviceHash: freshDevice() });
  });
});
