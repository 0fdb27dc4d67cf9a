import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { bundleClient } from '../../../client/bundle.ts';
import { createEarnPlay, type Game } from '../../../client/src/index.ts';
import { reactNative } from '../../../client/src/reactNative.ts';
import { repositoryRoot } from '../../../scripts/suite/paths.ts';
import { answerTo } from './answers.ts';
import { FakeFirebase } from './fakeFirebase.ts';

const WIN = { gameName: 'chess', durationSeconds: 30 };

/** What the lowest browsers have, or we ask for before we use it, although it is newer than ES2022. */
const ALLOWED = ['findLast'];
/** What is not in the language and newer than the lowest browsers, or missing in React Native's engine. */
const FOREIGN = ['throwIfAborted', 'AbortSignal.any', 'AbortSignal.timeout', 'structuredClone', 'requestIdleCallback'];

/** Members that the language has got since ES2022, by the declarations of TypeScript. */
function newMembers(): string[] {
  const { resolve } = createRequire(join(repositoryRoot, 'package.json'));
  const versions = join(dirname(resolve('typescript/package.json')), '../@typescript');
  const [native = ''] = readdirSync(versions);
  const folder = join(versions, native, 'lib');
  const known = new Set<string>();
  const fresh = new Set<string>();
  for (const file of readdirSync(folder)) {
    const edition = /^lib\.es(5|20\d\d|next)/.exec(file)?.[1];
    if (edition === undefined) continue;
    const isKnown = edition === '5' || Number(edition) <= 2022;
    const text = readFileSync(join(folder, file), 'utf8');
    for (const [, name = ''] of text.matchAll(/^\s+(?:readonly )?(\w+)\??[<(]/gm)) (isKnown ? known : fresh).add(name);
  }
  return [...fresh].filter((name) => !known.has(name));
}

describe('the client on all that it runs on', () => {
  it('uses nothing that the lowest browsers or phones lack', async () => {
    const text = new TextDecoder().decode(await bundleClient());
    const members = newMembers();
    for (const name of ['groupBy', 'toSorted', 'withResolvers', 'findLast']) assert.ok(members.includes(name), name);
    const found = members.filter((name) => new RegExp(`\\.${name}\\(`).test(text) && !ALLOWED.includes(name));
    assert.deepEqual([...found, ...FOREIGN.filter((name) => text.includes(name))], []);
  });

  describe('on a phone', () => {
    let firebase: FakeFirebase;
    let phone: Phone;
    const games: Game[] = [];

    beforeEach(async () => {
      firebase = await FakeFirebase.start();
      firebase.onCall = ({ name, data, uid }) =>
        name === 'batchEvents'
          ? { result: answerTo(data.events) }
          : { result: { uid, referralCode: 'ABCDEFGH', balances: {}, replayed: false } };
      phone = new Phone();
    });
    afterEach(async () => {
      await Promise.all(games.splice(0).map((game) => game.close()));
      await firebase.close();
    });

    async function play(app = firebase.app()): Promise<Game> {
      const game = createEarnPlay(app, reactNative(phone));
      games.push(game);
      await game.signUp();
      return game;
    }

    const settled = (game: Game) =>
      new Promise<void>((resolve) => {
        game.queue.subscribe(({ pending }) => pending === 0 && resolve());
      });

    it('plays although its engine lacks what browsers have', async () => {
      const missing: readonly (readonly [object, string])[] = [
        [Map, 'groupBy'],
        [Object, 'groupBy'],
        [AbortSignal.prototype, 'throwIfAborted'],
        [Object.getPrototypeOf(crypto), 'randomUUID'],
        [Object.getPrototypeOf(crypto), 'subtle'],
        [Object.getPrototypeOf(navigator), 'locks'],
        [globalThis, 'BroadcastChannel'],
        [globalThis, 'structuredClone'],
        [Array.prototype, 'toSorted'],
        [Promise, 'withResolvers'],
      ];
      const kept = missing.map(([owner, name]) => [owner, name, descriptorOf(owner, name)] as const);
      for (const [owner, name] of kept) Reflect.deleteProperty(owner, name);
      try {
        const game = await play();
        await game.record('GAME_WON', WIN);
        await game.record('SPIN_CLAIMED', {});
        await game.flush();
        assert.equal(game.queue.value.pending, 0);
      } finally {
        for (const [owner, name, descriptor] of kept) {
          if (descriptor !== undefined) Object.defineProperty(owner, name, descriptor);
        }
      }
    });

    it('sends what waits when the app goes to the background, and when the network is back', async () => {
      const game = await play();
      await game.record('GAME_WON', WIN);
      phone.tellState('background');
      await settled(game);
      phone.tellNetwork(false);
      await game.record('GAME_WON', WIN);
      phone.tellState('background');
      assert.equal(game.queue.value.pending, 1, 'it says that it is offline');
      phone.tellNetwork(true);
      await settled(game);
      await game.close();
      assert.deepEqual([phone.appStates.size, phone.networks.size], [0, 0], 'it listens no more');
    });

    it('finds its events after a restart, more than one row of its storage may hold', async () => {
      const app = firebase.app();
      const game = await play(app);
      firebase.onCall = () => ({ status: 'ABORTED', code: 'platform/contention' });
      const metadata = { gameName: 'x'.repeat(1_000), durationSeconds: 30 };
      for (let round = 0; round < 10; round += 1) {
        await Promise.all(Array.from({ length: 50 }, () => game.record('GAME_WON', metadata)));
      }
      await game.close();
      assert.ok(Math.max(...[...phone.texts.values()].map((text) => text.length)) <= 200_000);
      const again = await play(app).catch(() => games.at(-1));
      await again?.record('GAME_WON', WIN);
      assert.equal(again?.queue.value.pending, 501);
      await again?.forget();
      assert.equal(phone.texts.size, 0, 'no part is left');
    });
  });
});

function descriptorOf(owner: object, name: string): PropertyDescriptor | undefined {
  return Object.getOwnPropertyDescriptor(owner, name);
}

type Listeners<Value> = Set<(value: Value) => void>;

/** The three modules of a phone that the adapters are handed. */
class Phone {
  readonly texts = new Map<string, string>();
  readonly appStates: Listeners<string> = new Set();
  readonly networks: Listeners<{ isConnected: boolean | null }> = new Set();

  tellState(state: string): void {
    for (const listener of this.appStates) listener(state);
  }

  tellNetwork(isConnected: boolean): void {
    for (const listener of this.networks) listener({ isConnected });
  }

  readonly AppState = {
    addEventListener: (_: 'change', listener: (state: string) => void) => {
      this.appStates.add(listener);
      return { remove: () => void this.appStates.delete(listener) };
    },
  };

  readonly NetInfo = {
    addEventListener: (listener: (state: { isConnected: boolean | null }) => void) => {
      this.networks.add(listener);
      return () => void this.networks.delete(listener);
    },
  };

  readonly AsyncStorage = {
    getItem: async (key: string) => this.texts.get(key) ?? null,
    setItem: async (key: string, value: string) => void this.texts.set(key, value),
    removeItem: async (key: string) => void this.texts.delete(key),
  };
}
