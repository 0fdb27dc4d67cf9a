import { type Browser, type BrowserContext, type CDPSession, chromium } from 'playwright-core';
import { findProgram } from '../../../scripts/suite/findProgram.ts';
import { installPackage } from '../../../scripts/suite/systemPackage.ts';

/** Debian's Chromium, without the network traffic that a browser makes for itself. */
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

export async function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: await findChromium(), args: FLAGS });
}

/** A browser whose profile outlives it. */
export async function launchProfile(folder: string): Promise<BrowserContext> {
  return chromium.launchPersistentContext(folder, { executablePath: await findChromium(), args: FLAGS });
}

/** Ends the whole browser as a power cut does. */
export async function killBrowser(context: BrowserContext): Promise<void> {
  const browser = context.browser();
  if (browser === null) throw new Error('the context has no browser');
  const session: CDPSession = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const main = processInfo.find(({ type }) => type === 'browser');
  if (main === undefined) throw new Error('the browser does not tell its process');
  const closed = new Promise((resolve) => context.once('close', resolve));
  process.kill(main.id, 'SIGKILL');
  await closed;
}

let found: string | undefined;

async function findChromium(): Promise<string> {
  found ??= installed();
  if (found === undefined && (await installPackage('chromium'))) found = installed();
  if (found === undefined) throw new Error('Chromium is missing: install it (Debian: apt-get install chromium).');
  return found;
}

function installed(): string | undefined {
  return NAMES.map((name) => findProgram(name)).find((path) => path !== undefined);
}
