import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import { createElement } from 'react';
import { renderToString } from 'react-dom/server';
import { createEarnPlay } from '../../../client/src/index.ts';
import { EarnPlayProvider } from '../../../client/src/react/index.ts';
import { adminFirestore } from '../../../functions/src/platform/runtime/firebase.ts';
import { connectedApp } from '../../../scripts/demo/connectedApp.ts';
import { eventually } from '../../support/eventually.ts';
import { world } from '../../support/world.ts';
import type {} from '../page/react.ts';
import { Screen, type Shown } from '../page/screen.ts';
import { launchChromium } from './chromium.ts';
import { flush, GameDevice, win } from './device.ts';
import { openSite, type Site } from './site.ts';

describe('the hooks for React', function () {
  this.timeout(90_000);
  let browser: Browser;
  let site: Site;
  let device: GameDevice;
  let page: Page;
  const complaints: string[] = [];

  before(async function () {
    this.timeout(240_000);
    [browser, site] = await Promise.all([launchChromium(), openSite('react.ts')]);
  });
  after(async () => {
    await browser?.close();
    await site?.close();
  });
  beforeEach(async () => {
    device = await GameDevice.open(browser, site);
    complaints.length = 0;
    device.context.on('console', (line) => line.type() === 'error' && complaints.push(line.text()));
    device.context.on('weberror', (error) => complaints.push(String(error.error())));
    page = await device.openTab();
  });
  afterEach(() => device.close());

  async function shown(at = 0): Promise<Shown> {
    return JSON.parse((await page.locator('output').nth(at).textContent()) ?? 'null');
  }

  async function untilShown(expected: Partial<Shown>, at = 0): Promise<Shown> {
    return eventually(async () => {
      const all = await shown(at);
      for (const [name, value] of Object.entries(expected)) assert.deepEqual(Reflect.get(all, name), value, name);
      return all;
    });
  }

  it('show a player’s balance, queue and day as they change, and tell of each event once', async () => {
    await untilShown({ user: 'somebody', coins: 0, pending: 0, spinsLeft: 3 });
    await page.evaluate(() => window.earnPlay.game.record('STREAK_CLAIMED', {}));
    await win(page, 2);
    await untilShown({ coins: 30, pending: 3, streak: { isClaimed: true, day: 1, coins: 10 } });
    await page.evaluate(() => window.reactPage.remount());
    await flush(page);
    await untilShown({ coins: 30, pending: 0 });
    const settled = await page.evaluate(() => window.reactPage.seen.settled.map(({ key }) => key));
    assert.deepEqual([settled.length, new Set(settled).size], [3, 3]);
    assert.deepEqual(complaints, []);
  });

  it('show the next prize, which the spin then pays', async () => {
    const before = await eventually(async () => {
      const all = await shown();
      assert.notEqual(all.next, null);
      return all;
    });
    await page.evaluate(() => window.earnPlay.game.record('SPIN_CLAIMED', {}));
    await untilShown({ coins: before.next ?? -1, spinsLeft: 2 });
    await flush(page);
    await eventually(async () => assert.equal((await device.credited(page)).coins, before.next));
  });

  it('send a call again under the same key until it is answered, however often it is pressed', async () => {
    const { referralCode } = await (await world.player()).stored();
    const keys: string[] = [];
    let isOffline = true;
    device.onCall = async (route) => {
      const { data } = route.request().postDataJSON();
      if (!route.request().url().endsWith('/claimReferral')) return route.continue();
      keys.push(data.idempotencyKey);
      return isOffline ? route.abort() : route.continue();
    };
    await untilShown({ claim: 'idle' });
    const twice = (code: string) =>
      page.evaluate((typed) => {
        const { claim } = window.reactPage.seen;
        void claim?.call({ referralCode: typed });
        void claim?.call({ referralCode: typed });
      }, code);
    await twice(referralCode);
    await untilShown({ claim: 'running' });
    await untilShown({ claim: 'failed client/unreachable' });
    isOffline = false;
    await page.evaluate(() => void window.reactPage.seen.claim?.retry());
    await untilShown({ claim: 'done 100' });
    assert.equal(new Set(keys).size, 1);
    await page.evaluate(() => window.reactPage.seen.claim?.reset());
    await untilShown({ claim: 'idle' });
    await twice(referralCode);
    await untilShown({ claim: 'failed referrals/already-claimed' });
  });

  it('list inbox, withdrawals and statement, newest first, and nothing of anybody once the player has left', async () => {
    const database = await adminFirestore();
    const { uid: me } = await untilShown({ inbox: [], withdrawals: [], states: ['ready', 'ready', 'ready'] });
    const [early, late] = [new Date('2027-01-01'), new Date('2027-01-02')];
    const expireAt = new Date(Date.now() + 86_400_000);
    const inbox = database.collection(`users/${me}/inbox`);
    await inbox.add({ kind: 'referral', facts: { reward: 1 }, at: early, expireAt });
    await inbox.add({ kind: 'withdrawal', facts: {}, at: late, expireAt });
    for (const [at, status, amount] of [
      [early, 'COMPLETED', 500],
      [late, 'PENDING', 700],
    ] as const) {
      const row = { uid: me, amount, method: 'paypal', status, requestedAt: at, updatedAt: at };
      await database.doc(`withdrawals/${me}-${amount}`).set(row);
    }
    await untilShown({ inbox: ['withdrawal', 'referral'], withdrawals: ['PENDING 700', 'COMPLETED 500'] });
    await win(page, 1);
    await flush(page);
    await eventually(async () => {
      await page.evaluate(() => window.reactPage.seen.refresh?.());
      await untilShown({ statement: ['Earned by playing: 1 win 10'], hasMore: false });
    });
    await page.evaluate(() => window.earnPlay.game.signOut());
    await untilShown({ user: 'nobody', coins: 0, inbox: [], withdrawals: [], statement: [] });
    assert.deepEqual(complaints, []);
  });

  it('make one game of a Firebase app, however often they are mounted', async () => {
    const games = await page.evaluate(async () => {
      const seen = window.reactPage.mountOfApp();
      await new Promise((resolve) => setTimeout(resolve, 500));
      return seen.games.size;
    });
    assert.equal(games, 1);
    await untilShown({ user: 'somebody', spinsLeft: 3 }, 2);
  });

  it('render on a server what a browser takes over without a word', async () => {
    const app = connectedApp('rendered-on-a-server');
    const seen = { settled: [], games: new Set() };
    const screen = createElement(Screen, { seen });
    const html = renderToString(createElement(EarnPlayProvider, { app }, screen));
    assert.match(html, /&quot;user&quot;:&quot;unknown&quot;,&quot;uid&quot;:null,&quot;coins&quot;:0/);
    const [game] = seen.games;
    assert.throws(() => Reflect.get(Object(game), 'call'), /while a server renders/);
    assert.deepEqual(await page.evaluate((text) => window.reactPage.hydrate(text), html), []);
    assert.deepEqual(complaints, []);
    await untilShown({ user: 'somebody', spinsLeft: 3 }, 1);
    const made = createEarnPlay(app);
    assert.match(renderToString(createElement(EarnPlayProvider, { game: made }, screen)), /unknown/);
    await made.close();
  });

  it('say so where nobody has put a provider above them', () => {
    const alone = createElement(Screen, { seen: { settled: [], games: new Set() } });
    assert.throws(() => renderToString(alone), /no EarnPlayProvider/);
  });
});
