import assert from 'node:assert/strict';
import { EmailAuthProvider, getAuth } from 'firebase/auth';
import { createEarnPlay, type Game } from '../../../client/src/index.ts';
import { memoryStorage } from '../../../client/src/storage/memoryStorage.ts';
import type { OpenStorage } from '../../../client/src/storage/storage.ts';
import { claimsIn } from '../../support/tokens.ts';
import { served } from './answers.ts';
import { FakeFirebase } from './fakeFirebase.ts';

const WIN = { gameName: 'chess', durationSeconds: 30 };
const OLD = 'old@example.org';
const PROOF = EmailAuthProvider.credential(OLD, 'secret');

describe('a guest whose place an older account takes', () => {
  let firebase: FakeFirebase;
  let storage: OpenStorage;
  let owner: string;
  const games: Game[] = [];

  beforeEach(async () => {
    firebase = await FakeFirebase.start();
    firebase.onCall = served;
    owner = firebase.owner(OLD);
    storage = memoryStorage();
  });
  afterEach(async () => {
    await Promise.all(games.splice(0).map((game) => game.close()));
    await firebase.close();
  });

  function open(app = firebase.app()) {
    const game = createEarnPlay(app, { storage });
    games.push(game);
    return { game, auth: getAuth(app), app };
  }

  const adoptions = () => firebase.calls.filter(({ name }) => name === 'adoptGuest');

  it('is adopted with its own token and this device, once what waited has gone out', async () => {
    const { game, auth } = open();
    const { uid: guest } = await game.signUp();
    await game.record('GAME_WON', WIN);
    await game.signIn(PROOF);
    assert.equal(auth.currentUser?.uid, owner);
    const made = firebase.calls.map(({ name, uid }) => [name, uid]);
    assert.deepEqual(made, [
      ['createUser', guest],
      ['batchEvents', guest],
      ['adoptGuest', owner],
    ]);
    const [{ data } = { data: undefined }] = adoptions();
    assert.deepEqual([claimsIn(data?.guestToken).sub, data?.deviceHash], [guest, firebase.calls[0]?.data.deviceHash]);
    await game.record('GAME_WON', WIN);
    await game.flush();
    assert.deepEqual([firebase.calls.at(-1)?.uid, firebase.calls.at(-1)?.data.events.length], [owner, 1]);
  });

  it('is not asked about where nobody was a guest, or the guest became the account', async () => {
    const { game, auth } = open();
    await game.signIn(PROOF);
    await auth.signOut();
    const { uid } = await game.signUp();
    await game.signIn(EmailAuthProvider.credential('new@example.org', 'secret'));
    assert.deepEqual([auth.currentUser?.uid, adoptions()], [uid, []]);
  });

  it('stays where the account may not adopt it, and the game hears why', async () => {
    const { game, auth } = open();
    const { uid: guest } = await game.signUp();
    firebase.onCall = (call) =>
      call.name === 'adoptGuest' ? { status: 'FAILED_PRECONDITION', code: 'users/money-on-its-way' } : served(call);
    await assert.rejects(game.signIn(PROOF), { name: 'EarnPlayError', code: 'users/money-on-its-way' });
    assert.equal(auth.currentUser?.uid, guest);
    firebase.onCall = served;
    await game.record('GAME_WON', WIN);
    await game.flush();
    assert.equal(firebase.calls.at(-1)?.uid, guest);
    await game.signIn(PROOF);
    assert.equal(auth.currentUser?.uid, owner);
  });

  it('is adopted by the next start of a game that died before it heard the answer, by the same request', async () => {
    const first = open();
    await first.game.signUp();
    let heard = () => {};
    const arrived = new Promise<void>((resolve) => {
      heard = resolve;
    });
    firebase.onCall = (call) => {
      if (call.name !== 'adoptGuest') return served(call);
      heard();
      return new Promise(() => {});
    };
    void first.game.signIn(PROOF).catch(() => {});
    await arrived;
    firebase.onCall = served;
    // Another start of the same game: its device and who is signed in on it are as they were.
    const second = firebase.app();
    await getAuth(second).updateCurrentUser(first.auth.currentUser);
    const next = new Promise<void>((resolve) => {
      firebase.onCall = (call) => {
        if (call.name === 'adoptGuest') resolve();
        return served(call);
      };
    });
    open(second);
    await next;
    const [one, other] = adoptions();
    assert.deepEqual([adoptions().length, one?.data], [2, other?.data]);
    assert.deepEqual([one?.uid, other?.uid], [owner, owner]);
  });
});
