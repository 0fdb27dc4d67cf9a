import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { eventually } from '../../support/eventually.ts';
import { killBrowser, launchChromium, launchProfile } from './chromium.ts';
import { crash, flush, GameDevice, shownCoins, untilSettled, win } from './device.ts';
import { openSite, type Site } from './site.ts';

/** Starts a flush that nobody waits for, because its page will not live to see the end. */
function startFlush(page: Page): Promise<void> {
  return page.evaluate(() => {
    window.earnPlay.game.flush().catch(() => {});
  });
}

describe('a page that is killed', function () {
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

  /** Opens the game again and insists that everything is credited once, and shown so. */
  async function reopened(count: number): Promise<Page> {
    device.onBatch = undefined;
    const page = await device.openTab({ isReturning: true });
    await page.waitForFunction(() => window.earnPlay.game.balance.value.coins > 0);
    assert.equal(await shownCoins(page), count * 10, 'the player sees all of it at once');
    await flush(page);
    await untilSettled(page);
    assert.deepEqual(await device.credited(page), { coins: count * 10, events: count });
    const seen = await page.evaluate(() => window.earnPlay.seen);
    assert.equal(Math.max(...seen), count * 10, `nothing is shown twice: ${seen}`);
    return page;
  }

  it('while its events are PENDING, has them credited once after the restart', async () => {
    const page = await device.openTab();
    await win(page, 3);
    await crash(page);
    await reopened(3);
  });

  it('while its events are INFLIGHT and have not arrived, has them credited once after the restart', async () => {
    const page = await device.openTab();
    const left = new Promise<void>((resolve) => {
      device.onBatch = async () => resolve();
    });
    await win(page, 3);
    await startFlush(page);
    await left;
    await crash(page);
    await reopened(3);
    assert.deepEqual(device.batches[1], device.batches[0], 'the same batch goes out again');
  });

  it('while its events are INFLIGHT and credited already, has them credited once after the restart', async () => {
    const page = await device.openTab();
    const credited = new Promise<void>((resolve) => {
      device.onBatch = async (route) => {
        await route.fetch();
        resolve();
      };
    });
    await win(page, 3);
    await startFlush(page);
    await credited;
    await crash(page);
    await reopened(3);
    assert.deepEqual(device.batches[1], device.batches[0], 'the same batch goes out again');
  });

  it('after its events are SYNCED, sends nothing again', async () => {
    const page = await device.openTab();
    await win(page, 3);
    await flush(page);
    await crash(page);
    await reopened(3);
    assert.equal(device.batches.length, 1);
  });

  it('leaves the flushing to the other tab, which sends the same batch again', async () => {
    const page = await device.openTab();
    const other = await device.openTab({ isReturning: true });
    const left = new Promise<void>((resolve) => {
      device.onBatch = async () => resolve();
    });
    await win(page, 3);
    await startFlush(page);
    await left;
    device.onBatch = undefined;
    const waiting = flush(other);
    await crash(page);
    await waiting;
    await untilSettled(other);
    assert.deepEqual(device.batches[1], device.batches[0]);
    assert.deepEqual(await device.credited(other), { coins: 30, events: 3 });
  });

  it('with the whole browser, has every accepted event credited once after the restart', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'earnplay-profile-'));
    try {
      const first = await new GameDevice(await launchProfile(folder), site).prepared();
      const page = await first.openTab();
      await win(page, 3);
      await killBrowser(first.context);
      const context = await launchProfile(folder);
      const second = await new GameDevice(context, site).prepared();
      const returned = await second.openTab({ isReturning: true });
      await flush(returned);
      await eventually(async () => assert.deepEqual(await second.credited(returned), { coins: 30, events: 3 }));
      await context.close();
    } finally {
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    }
  });
});
