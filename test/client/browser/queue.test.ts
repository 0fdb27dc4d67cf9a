import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { firestoreHost } from '../../support/environment.ts';
import { eventually } from '../../support/eventually.ts';
import { Relay } from '../../support/relay.ts';
import { freshDevice } from '../../support/world.ts';
import { launchChromium } from './chromium.ts';
import { crash, flush, GameDevice, lose, settledIn, shownCoins, untilSettled, win } from './device.ts';
import { openSite, type Site } from './site.ts';

const COINS_A_WIN = 10;
const HOUR_MS = 3_600_000;

describe('the client in a browser', function () {
  this.timeout(60_000);
  let browser: Browser;
  let site: Site;
  let device: GameDevice;

  before(async function () {
    this.timeout(240_000);
    [browser, site] = await Promise.all([launchChromium(), openSite()]);
  });
  after(async () => {
    await browser?.close();
    await site?.close();
  });
  beforeEach(async () => {
    device = await GameDevice.open(browser, site);
  });
  afterEach(() => device.close());

  it('shows coins at once, has them credited, and never shows one twice', async () => {
    const page = await device.openTab();
    await win(page, 3);
    assert.equal(await shownCoins(page), 3 * COINS_A_WIN);
    await flush(page);
    await eventually(async () => assert.deepEqual(await device.credited(page), { coins: 30, events: 3 }));
    const seen = await page.evaluate(() => window.earnPlay.seen);
    assert.ok(Math.max(...seen) === 30, `the balance went through ${seen}`);
    assert.equal(await shownCoins(page), 30);
  });

  it('repeats a call whose answer was lost with one and the same key', async () => {
    const page = await device.openTab();
    const keys: string[] = [];
    device.onCall = async (route) => {
      const { data } = route.request().postDataJSON();
      if (data.idempotencyKey === undefined) return route.continue();
      keys.push(data.idempotencyKey);
      if (keys.length > 1) return route.continue();
      await route.fetch();
      return route.abort();
    };
    const { replayed } = await page.evaluate(
      (deviceHash) => window.earnPlay.game.call.bindDevice({ deviceHash }),
      freshDevice(),
    );
    assert.equal(replayed, true, 'the first attempt had its effect, and the second its answer');
    assert.equal(new Set(keys).size, 1);
    assert.equal(keys.length, 2);
  });

  it('throws what the server refuses, with its code, and does not repeat it', async () => {
    const page = await device.openTab();
    const refused = await page.evaluate(async () => {
      try {
        return await window.earnPlay.game.call.claimReferral({ referralCode: 'ZZZZZZZZ', deviceHash: 'd'.repeat(64) });
      } catch (error) {
        return { ...(error as { code: string; retryable: boolean }) };
      }
    });
    assert.ok('code' in refused && refused.code.includes('/'), JSON.stringify(refused));
    assert.equal(refused.retryable, false);
  });

  it('keeps events through being offline, and sends them by itself once back', async () => {
    const page = await device.openTab();
    await device.context.setOffline(true);
    await win(page, 4);
    await assert.rejects(flush(page), /reached/);
    assert.equal(await shownCoins(page), 40);
    await device.context.setOffline(false);
    await untilSettled(page);
    assert.deepEqual(await device.credited(page), { coins: 40, events: 4 });
  });

  it('sends by itself once 50 events wait', async () => {
    const page = await device.openTab();
    await lose(page, 49);
    await lose(page, 1);
    await untilSettled(page);
    assert.deepEqual(
      device.batches.map((keys) => keys.length),
      [50],
    );
  });

  it('sends by itself what has waited for as long as the game says', async () => {
    const page = await device.openTab({ flushSeconds: 1 });
    await win(page, 2);
    await untilSettled(page);
    assert.deepEqual(await device.credited(page), { coins: 20, events: 2 });
  });

  it('sends what waits when the page is hidden', async () => {
    const page = await device.openTab();
    await win(page, 2);
    await page.evaluate(() => window.dispatchEvent(new Event('pagehide')));
    await untilSettled(page);
    assert.deepEqual(await device.credited(page), { coins: 20, events: 2 });
  });

  it('has one flusher among two tabs, and credits what both record once', async () => {
    const first = await device.openTab();
    const second = await device.openTab({ isReturning: true });
    await Promise.all([win(first, 10), win(second, 10)]);
    await Promise.all([flush(first), flush(second), flush(first), flush(second)]);
    await Promise.all([untilSettled(first), untilSettled(second)]);
    const sent = device.batches.flat();
    assert.equal(sent.length, 20, 'each event left the device');
    assert.equal(new Set(sent).size, 20, 'and none of them twice');
    const { events } = await device.credited(first);
    assert.equal(events, 20);
    for (const page of [first, second]) {
      await eventually(async () => assert.equal((await settledIn(page)).length, 20, 'both tabs hear of all of them'));
      await eventually(async () => assert.equal(await shownCoins(page), 200));
    }
  });

  it('credits events of a clock that is an hour ahead, once an answer has told the time', async () => {
    const page = await device.openTab({ clockErrorMs: HOUR_MS });
    await win(page, 3);
    await flush(page);
    await untilSettled(page);
    assert.deepEqual(await device.credited(page), { coins: 30, events: 3 });
    await win(page, 1);
    await flush(page);
    assert.equal(device.batches.length, 3, 'the hour is known now, so the next event goes out right the first time');
    assert.deepEqual(await device.credited(page), { coins: 40, events: 4 });
  });

  it('credits events of a clock that is an hour behind', async () => {
    const page = await device.openTab({ clockErrorMs: -HOUR_MS });
    await win(page, 2);
    await flush(page);
    assert.deepEqual(await device.credited(page), { coins: 20, events: 2 });
  });

  it('takes a rejected event’s coins back, with a reason for the player', async () => {
    const page = await device.openTab();
    await page.evaluate(async () => {
      for (let claim = 0; claim < 2; claim += 1) await window.earnPlay.game.record('STREAK_CLAIMED', {});
      await window.earnPlay.game.record('GAME_WON', { gameName: 'chess', durationSeconds: 1 });
      await window.earnPlay.game.flush();
    });
    const rejected = (await settledIn(page)).filter(({ state }) => state === 'REJECTED');
    assert.deepEqual(rejected.map(({ code }) => code).sort(), ['events/daily-limit', 'events/too-short']);
    assert.ok(rejected.every(({ message }) => message !== null && message.length > 10));
    assert.equal(await shownCoins(page), 10);
  });

  it('corrects the balance from the listener when another device earns', async () => {
    const page = await device.openTab();
    await win(page, 1);
    await flush(page);
    const uid = await page.evaluate(async () => (await window.earnPlay.game.signUp()).uid);
    const { adminFirestore } = await import('../../../functions/src/platform/runtime/firebase.ts');
    const account = (await adminFirestore()).doc(`users/${uid}`);
    await account.update({ 'balances.coins.available': 75, version: 2 });
    await page.waitForFunction(() => window.earnPlay.game.balance.value.coins === 75);
  });

  it('finds the account that is there while the listener still says that there is none', async () => {
    const relay = await Relay.to(firestoreHost);
    try {
      const page = await device.openTab({ isReturning: true, firestoreHost: relay.address });
      device.onCall = async (route) => {
        device.onCall = undefined;
        await eventually(async () => {
          const answered = relay.bytesAnswered;
          await new Promise((resolve) => setTimeout(resolve, 500));
          assert.ok(answered > 0 && relay.bytesAnswered === answered, 'the listener has had its first answer');
        });
        relay.delay();
        await route.continue();
      };
      const signUp = () => page.evaluate(() => window.earnPlay.game.signUp());
      const created = await signUp();
      const again = signUp();
      setTimeout(() => relay.deliver(), 1_000);
      assert.deepEqual(await again, { ...created, replayed: true });
    } finally {
      await relay.close();
    }
  });

  it('refuses what the device has no room for, and keeps and sends what it had', async () => {
    const page = await device.openTab({ quotaBytes: 250_000 });
    device.onBatch = (route) => route.abort();
    const codes: string[] = [];
    while (codes.length < 1_900 && !codes.includes('queue/storage-full')) codes.push(...(await lose(page, 50)));
    assert.ok(codes.includes('queue/storage-full'), `${codes.length} events had room`);
    const accepted = codes.filter((code) => !code.includes('/'));
    assert.ok(accepted.length > 0, 'some had room');
    assert.equal(await page.evaluate(() => window.earnPlay.game.queue.value.pending), accepted.length);
    device.onBatch = undefined;
    device.batches.length = 0;
    await flush(page);
    await untilSettled(page);
    assert.deepEqual(device.batches.flat(), accepted, 'all that was accepted, in order, and nothing else');
    assert.equal((await device.credited(page)).events, accepted.length);
  });

  it('opens its storage again where the browser has closed it, and asks the browser to keep what is in it', async () => {
    await device.context.addInitScript(() => {
      const opened: IDBDatabase[] = [];
      let asked = 0;
      const { open } = IDBFactory.prototype;
      IDBFactory.prototype.open = function (this: IDBFactory, ...words) {
        const request = open.apply(this, words);
        request.addEventListener('success', () => opened.push(request.result));
        return request;
      };
      StorageManager.prototype.persist = async () => {
        asked += 1;
        return true;
      };
      Object.assign(window, { closeStorage: () => opened.map((one) => one.close()), askedToPersist: () => asked });
    });
    const page = await device.openTab();
    assert.equal(await page.evaluate('askedToPersist()'), 0, 'nobody is asked before there is anything to keep');
    await win(page, 1);
    await page.evaluate('closeStorage()');
    await win(page, 1);
    await page.evaluate('closeStorage()');
    await flush(page);
    assert.deepEqual(await device.credited(page), { coins: 20, events: 2 });
    assert.equal(await page.evaluate('askedToPersist()'), 1);
  });

  it('refuses the 2,001st event and drops none', async () => {
    const page = await device.openTab();
    await device.context.setOffline(true);
    const codes = await win(page, 2_001);
    assert.deepEqual(
      codes.slice(1_999).map((code) => code.includes('/')),
      [false, true],
    );
    assert.equal(codes.at(-1), 'queue/full');
    assert.equal(await page.evaluate(() => window.earnPlay.game.queue.value.pending), 2_000);
    await crash(page);
  });
});
