import type { Browser, BrowserContext, Page, Route } from 'playwright-core';
import type { SettledEvent } from '../../../client/src/index.ts';
import { adminFirestore } from '../../../functions/src/platform/runtime/firebase.ts';
import { freshAddress } from '../../support/world.ts';
import type { Site, SiteOptions } from './site.ts';

interface TabOptions extends SiteOptions {
  readonly isReturning?: boolean;
  /** How much the game's origin may store. */
  readonly quotaBytes?: number;
}

/** A player's device: a browser profile with tabs of the game, whose calls can be watched, held and lost. */
export class GameDevice {
  readonly context: BrowserContext;
  readonly #site: Site;
  /** The events' keys of each call of batchEvents, in the order in which the calls left the device. */
  readonly batches: string[][] = [];
  /** Decides what becomes of any other call. */
  onCall: ((route: Route) => Promise<void>) | undefined;
  /** Decides what becomes of a batch; undefined lets it through. */
  onBatch: ((route: Route) => Promise<void>) | undefined;

  constructor(context: BrowserContext, site: Site) {
    this.context = context;
    this.#site = site;
  }

  static async open(browser: Browser, site: Site): Promise<GameDevice> {
    return new GameDevice(await browser.newContext(), site).prepared();
  }

  async prepared(): Promise<this> {
    // An address of its own, so that devices do not use up each other's rate limit.
    const address = freshAddress();
    await this.context.route('**/demo-*/*/*', async (route) => {
      const headers = { ...route.request().headers(), 'x-forwarded-for': address };
      if (route.request().method() !== 'POST' || !route.request().url().endsWith('/batchEvents')) {
        return this.onCall === undefined || route.request().method() !== 'POST'
          ? route.continue({ headers })
          : this.onCall(route);
      }
      const { data } = route.request().postDataJSON();
      this.batches.push(data.events.map((event: { idempotencyKey: string }) => event.idempotencyKey));
      return this.onBatch === undefined ? route.continue({ headers }) : this.onBatch(route);
    });
    return this;
  }

  /** Opens the game in a tab; the player has an account afterwards. */
  async openTab(options: TabOptions = {}): Promise<Page> {
    const page = await this.context.newPage();
    if (options.quotaBytes !== undefined) {
      const session = await this.context.newCDPSession(page);
      await session.send('Storage.overrideQuotaForOrigin', {
        origin: this.#site.origin,
        quotaSize: options.quotaBytes,
      });
    }
    await page.goto(this.#site.address(options));
    await page.waitForFunction(() => 'earnPlay' in window);
    if (!options.isReturning) await page.evaluate(() => window.earnPlay.game.signUp());
    return page;
  }

  /** What the server has credited to the player: coins, and how many events. */
  async credited(page: Page): Promise<{ coins: number; events: number }> {
    const uid = await uidIn(page);
    const account = await (await adminFirestore()).doc(`users/${uid}`).get();
    return { coins: account.get('balances.coins.available'), events: account.get('stats.events') };
  }

  async close(): Promise<void> {
    await this.context.close();
  }
}

/** The signed-in player's uid, by the account that signing up again finds. */
async function uidIn(page: Page): Promise<string> {
  return page.evaluate(async () => (await window.earnPlay.game.signUp()).uid);
}

export function win(page: Page, count: number): Promise<string[]> {
  return page.evaluate((games) => window.earnPlay.win(games), count);
}

/** Records `count` games that end this moment and earn nothing. */
export function lose(page: Page, count: number): Promise<string[]> {
  return page.evaluate((games) => window.earnPlay.lose(games), count);
}

export function flush(page: Page): Promise<void> {
  return page.evaluate(() => window.earnPlay.game.flush());
}

export function shownCoins(page: Page): Promise<number> {
  return page.evaluate(() => window.earnPlay.game.balance.value.coins);
}

export function settledIn(page: Page): Promise<SettledEvent[]> {
  return page.evaluate(() => window.earnPlay.settled);
}

/** Waits until nothing waits in the queue any more. */
export async function untilSettled(page: Page): Promise<void> {
  await page.waitForFunction(() => window.earnPlay.game.queue.value.pending === 0);
}

/** Ends the tab's process at once; nothing in it runs any more, not even `pagehide`. */
export async function crash(page: Page): Promise<void> {
  const crashed = new Promise((resolve) => page.once('crash', resolve));
  const session = await page.context().newCDPSession(page);
  session.send('Page.crash').catch(() => {});
  await crashed;
  await page.close();
}
