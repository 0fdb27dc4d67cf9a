import assert from 'node:assert/strict';
import { EmailAuthProvider, getAuth, linkWithCredential, signInAnonymously } from 'firebase/auth';
import { createEarnPlay, type EarnPlayOptions, type Game } from '../../../client/src/index.ts';
import { jsonStorage } from '../../../client/src/storage/jsonStorage.ts';
import { memoryStorage } from '../../../client/src/storage/memoryStorage.ts';
import type { OpenStorage } from '../../../client/src/storage/storage.ts';
import { served } from './answers.ts';
import { FakeFirebase } from './fakeFirebase.ts';

const OWN = 'a'.repeat(64);
const OTHER = 'b'.repeat(64);
const WIN = { gameName: 'chess', durationSeconds: 30 };

describe('a game', () => {
  let firebase: FakeFirebase;
  let storage: OpenStorage;
  const games: Game[] = [];

  beforeEach(async () => {
    firebase = await FakeFirebase.start();
    firebase.onCall = served;
    storage = memoryStorage();
  });
  afterEach(async () => {
    await Promise.all(games.splice(0).map((game) => game.close()));
    await firebase.close();
  });

  function open(options: EarnPlayOptions = {}, app = firebase.app()): Game {
    const game = createEarnPlay(app, { storage, ...options });
    games.push(game);
    return game;
  }

  const hashesOf = (name: string) =>
    firebase.calls.filter((call) => call.name === name).map(({ data }) => data.deviceHash);

  describe('knows its device by the hash that the server accepted', () => {
    it('and not by one that signing up was refused with', async () => {
      const game = open();
      firebase.onCall = () => ({ status: 'ALREADY_EXISTS', code: 'devices/already-bound' });
      await assert.rejects(game.signUp({ deviceHash: OTHER }), { code: 'devices/already-bound' });
      firebase.onCall = served;
      await game.signUp();
      assert.equal(hashesOf('createUser').at(-1)?.length, 64);
      assert.notEqual(hashesOf('createUser').at(-1), OTHER);
    });

    it('signing up and moving to another device alike', async () => {
      const game = open();
      await game.signUp({ deviceHash: OWN });
      await game.call.bindDevice({ deviceHash: OTHER });
      await game.record('GAME_WON', WIN);
      await game.flush();
      assert.deepEqual(hashesOf('batchEvents'), [OTHER]);
      await game.call.requestWithdrawal({ amount: 1, method: 'paypal', paymentDetails: { email: 'a@b.org' } });
      assert.deepEqual(hashesOf('requestWithdrawal'), [OTHER]);
    });
  });

  it('has calls that nobody makes by looking: it can be awaited, printed and compared', async () => {
    const game = open();
    const call = await Promise.resolve(game.call);
    JSON.stringify(call);
    assert.equal(`${Object.keys(call).includes('createUser')} ${String(call)}`, 'true [object Object]');
    assert.equal('then' in call, false);
    assert.deepEqual(firebase.calls, []);
  });

  it('can be listened to with nothing but the function', async () => {
    const game = open();
    const heard: number[] = [];
    const { subscribe } = game.queue;
    const stop = subscribe(({ pending }) => heard.push(pending));
    const { subscribe: onEvent } = game.events;
    onEvent(() => heard.push(-1));
    await game.signUp();
    await game.record('GAME_WON', WIN);
    await game.flush();
    assert.deepEqual([heard.at(0), heard.includes(1), heard.includes(-1)], [0, true, true]);
    stop();
  });

  it('keeps what a guest has won when the guest becomes an account', async () => {
    const app = firebase.app();
    const game = open({}, app);
    const { uid } = await game.signUp();
    firebase.onCall = () => ({ status: 'ABORTED', code: 'platform/contention' });
    await game.record('GAME_WON', WIN);
    await game.signIn(EmailAuthProvider.credential('new@example.org', 'secret'));
    assert.equal(getAuth(app).currentUser?.uid, uid);
    assert.equal(game.queue.value.pending, 1);
    firebase.onCall = served;
    await game.flush();
    assert.equal(firebase.calls.at(-1)?.uid, uid);
    assert.equal(game.queue.value.pending, 0);
  });

  it('keeps it too where the game links the guest with Firebase itself', async () => {
    const app = firebase.app();
    const game = open({}, app);
    const { uid } = await game.signUp();
    await game.record('GAME_WON', WIN);
    const { currentUser } = getAuth(app);
    assert.ok(currentUser !== null);
    await linkWithCredential(currentUser, EmailAuthProvider.credential('own@example.org', 'secret'));
    await game.flush();
    assert.deepEqual([firebase.calls.at(-1)?.uid, game.queue.value.pending], [uid, 0]);
  });

  it('signs in where nobody is, and sends what waits before somebody else does', async () => {
    const [older, newer] = [firebase.owner('older@example.org'), firebase.owner('newer@example.org')];
    const game = open();
    await game.signIn(EmailAuthProvider.credential('older@example.org', 'secret'));
    await game.record('GAME_WON', WIN);
    await game.signIn(EmailAuthProvider.credential('newer@example.org', 'secret'));
    assert.deepEqual([firebase.calls.at(-1)?.name, firebase.calls.at(-1)?.uid], ['batchEvents', older]);
    await game.record('GAME_WON', WIN);
    await game.flush();
    assert.equal(firebase.calls.at(-1)?.uid, newer);
  });

  it('sends what waits before it signs out, and signs out though nothing answers', async () => {
    const app = firebase.app();
    const game = open({}, app);
    await game.signUp();
    await game.record('GAME_WON', WIN);
    await game.signOut();
    assert.deepEqual([firebase.calls.at(-1)?.name, getAuth(app).currentUser], ['batchEvents', null]);
    await signInAnonymously(getAuth(app));
    await game.record('GAME_WON', WIN);
    firebase.onCall = () => ({ status: 'ABORTED', code: 'platform/contention' });
    await game.signOut();
    assert.equal(getAuth(app).currentUser, null);
  });

  it('has a fresh token made once where the server refuses the one that it has, and goes on', async () => {
    const app = firebase.app();
    const game = open({}, app);
    await game.signUp();
    let refusals = 1;
    firebase.onCall = (call) => {
      refusals -= 1;
      return refusals >= 0 ? { status: 'UNAUTHENTICATED' } : served(call);
    };
    await game.record('GAME_WON', WIN);
    await game.flush();
    assert.deepEqual([firebase.refreshes, game.queue.value.pending], [1, 0]);
    refusals = 1;
    await game.call.bindDevice({ deviceHash: OWN });
    assert.equal(firebase.refreshes, 2);
  });

  it('sends a batch as its own player’s or not at all, whoever signs in while it leaves', async () => {
    const app = firebase.app();
    const auth = getAuth(app);
    const game = open({}, app);
    await game.signUp();
    const own = auth.currentUser?.uid;
    const credited: unknown[] = [];
    firebase.onCall = (call) => {
      if (call.name !== 'batchEvents') return served(call);
      if (call.data.forUid !== call.uid) return { status: 'PERMISSION_DENIED', code: 'events/other-player' };
      credited.push(call.uid);
      return served(call);
    };
    await game.record('GAME_WON', WIN);
    // Somebody else signs in once the device has looked, and before the request has its token.
    const { getIdToken } = auth.currentUser ?? {};
    assert.ok(auth.currentUser !== null && getIdToken !== undefined);
    auth.currentUser.getIdToken = async () => {
      await auth.signOut();
      const { user } = await signInAnonymously(auth);
      return await user.getIdToken();
    };
    await assert.rejects(game.flush());
    assert.deepEqual([firebase.calls.at(-1)?.data.forUid, credited], [own, []]);
  });

  it('leaves nothing on the device that is told to forget, and begins anew', async () => {
    const kept = new Map<string, Map<string, unknown>>();
    const app = firebase.app();
    const watched: OpenStorage = async (name) => {
      kept.set(name, kept.get(name) ?? new Map());
      const opened = await storage(name);
      return {
        ...opened,
        erase: async () => {
          kept.delete(name);
          await opened.erase?.();
        },
      };
    };
    const game = open({ storage: watched }, app);
    await game.signUp();
    firebase.onCall = () => ({ status: 'ABORTED', code: 'platform/contention' });
    await game.record('GAME_WON', WIN);
    await game.forget();
    assert.deepEqual([[...kept.keys()], getAuth(app).currentUser, game.queue.value.pending], [[], null, 0]);
    firebase.onCall = served;
    await game.signUp();
    await game.record('GAME_WON', WIN);
    await game.flush();
    const batches = firebase.calls.filter(
      ({ name, uid }) => name === 'batchEvents' && uid === firebase.calls.at(-1)?.uid,
    );
    assert.deepEqual(
      batches.map(({ data }) => data.events.length),
      [1],
    );
    const [first, second] = hashesOf('createUser');
    assert.ok(first !== second, 'another device');
  });

  it('forgets in a storage of the game’s own as well, which cannot be erased', async () => {
    const texts = new Map<string, string>();
    const own: OpenStorage = async (name) => {
      const { erase, ...opened } = jsonStorage({
        load: async () => texts.get(name),
        save: async (text) => void texts.set(name, text),
      });
      return opened;
    };
    const game = open({ storage: own });
    const { uid } = await game.signUp();
    await game.record('GAME_WON', WIN);
    await game.forget();
    const left = [...texts.values()].map((text) => JSON.parse(text));
    assert.deepEqual(
      left.flatMap(({ queue, facts }) => [...queue.entries, ...Object.values(facts)]).filter(Boolean),
      [],
    );
    assert.ok(uid.length > 0);
  });

  it('backs off while no token can be had, and never stops', async () => {
    const game = open();
    await game.signUp();
    firebase.onCall = () => ({ status: 'UNAUTHENTICATED' });
    await game.record('GAME_WON', WIN);
    firebase.isAuthUp = false;
    await assert.rejects(game.flush(), { name: 'EarnPlayError' });
    firebase.isAuthUp = true;
    await assert.rejects(game.flush(), { code: 'platform/unauthenticated' });
    assert.deepEqual([game.queue.value.stopped, game.queue.value.failures, game.queue.value.pending], [null, 2, 1]);
    firebase.onCall = served;
    await game.flush();
    assert.equal(game.queue.value.pending, 0);
  });

  it('throws errors of its own alone, whatever a game records or its storage does', async () => {
    const broken: OpenStorage = async () => {
      throw new TypeError('native module is gone');
    };
    const app = firebase.app();
    await signInAnonymously(getAuth(app));
    const game = open({ storage: broken }, app);
    await assert.rejects(game.record('GAME_WON', WIN), { name: 'EarnPlayError', code: 'client/storage-unavailable' });
    await assert.rejects(game.signUp(), { name: 'EarnPlayError', code: 'client/storage-unavailable' });
    const cyclic: any = { gameName: 'chess' };
    cyclic.durationSeconds = cyclic;
    await assert.rejects(game.record('GAME_WON', cyclic), { name: 'EarnPlayError', code: 'queue/event-too-large' });
  });
});
