import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { deleteApp, type FirebaseApp } from 'firebase/app';
import { getFirestore, terminate } from 'firebase/firestore';
import { createEarnPlay, type Game } from '../../../client/src/index.ts';
import { claimStreak, dayOf, nextSpin, spin, winsLeft } from '../../../client/src/play/index.ts';
import { memoryStorage } from '../../../client/src/storage/memoryStorage.ts';
import { connectedApp } from '../../../scripts/demo/connectedApp.ts';
import { eventually } from '../../support/eventually.ts';

const LIMIT = { code: 'events/daily-limit' };

describe('what a game’s screens ask of the client', function () {
  this.timeout(60_000);
  let app: FirebaseApp;
  let game: Game;

  beforeEach(async () => {
    app = connectedApp(randomUUID());
    game = createEarnPlay(app, { storage: memoryStorage() });
    await game.signUp();
    await eventually(async () => assert.equal(game.account.value.spinSeeds.length, 2));
  });
  afterEach(async () => {
    await game.close();
    await terminate(getFirestore(app));
    await deleteApp(app);
  });

  it('claims today’s streak once, also while the claim waits', async () => {
    assert.deepEqual(dayOf(game.account.value).streak, { isClaimed: false, day: 1, coins: 10 });
    const [first, second] = await Promise.allSettled([claimStreak(game), claimStreak(game)]);
    assert.ok(first.status === 'fulfilled' && second.status === 'rejected');
    assert.equal(first.value.coins, 10);
    assert.equal(second.reason.code, LIMIT.code);
    assert.deepEqual(dayOf(game.account.value).streak, { isClaimed: true, day: 1, coins: 10 });
    await game.flush();
    assert.equal(game.queue.value.settled.at(-1)?.coins, 10);
    await assert.rejects(claimStreak(game), LIMIT);
    assert.equal(game.balance.value.confirmed.coins.available, 10);
  });

  it('spins as often as the day allows, and shows the very prizes that the server then credits', async () => {
    const ahead = await nextSpin(game.account.value);
    const spins = await Promise.allSettled([spin(game), spin(game), spin(game), spin(game)]);
    const shown = spins.flatMap((one) => (one.status === 'fulfilled' ? one.value : []));
    assert.deepEqual(
      spins.map(({ status }) => status),
      ['fulfilled', 'fulfilled', 'fulfilled', 'rejected'],
    );
    assert.deepEqual(shown[0]?.drawn, ahead);
    assert.deepEqual(
      shown.map(({ coins }) => coins),
      shown.map(({ drawn }) => drawn?.coins),
    );
    const balance = game.balance.value.coins;
    await game.flush();
    const credited = shown.map(({ key }) => game.queue.value.settled.find((one) => one.key === key)?.coins);
    assert.deepEqual(
      credited,
      shown.map(({ coins }) => coins),
    );
    assert.equal(game.balance.value.confirmed.coins.available, balance);
    await assert.rejects(spin(game), LIMIT);
    assert.equal(await nextSpin(game.account.value), undefined);
  });

  it('tells how many wins still pay, with those that wait', async () => {
    const win = { gameName: 'tic-tac-toe', durationSeconds: 6 };
    assert.equal(await winsLeft(game, 'tic-tac-toe'), 200);
    await game.record('GAME_WON', win);
    await eventually(async () => assert.equal(await winsLeft(game, 'tic-tac-toe'), 199));
    await game.flush();
    await game.record('GAME_WON', win);
    await eventually(async () => assert.equal(await winsLeft(game, 'tic-tac-toe'), 198));
    assert.equal(await winsLeft(game, 'chess'), 200);
    await game.signOut();
    await assert.rejects(winsLeft(game, 'chess'), { code: 'client/signed-out' });
  });
});
