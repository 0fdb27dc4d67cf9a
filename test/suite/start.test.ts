import assert from 'node:assert/strict';
import { dirname } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { suiteProcesses } from '../../scripts/suite/processTree.ts';
import { launchChromium } from '../client/browser/chromium.ts';
import { eventually } from '../support/eventually.ts';
import { assertNothingLeft, Launch, scratchFunctions } from './launcher.ts';

/** Is well, ill or away as the file beside it says. */
const health = `
import { readFileSync } from 'node:fs';
import { onRequest } from 'firebase-functions/https';
export const health = onRequest((request, response) => {
  const status = readFileSync(new URL('status', import.meta.url), 'utf8');
  const redis = { ok: status === 'ok', latencyMs: 2 };
  response.json({ status, checks: { firestore: { ok: true, latencyMs: 7 }, redis }, time: 0 });
});
`;

describe('npm start', function () {
  this.timeout(120_000);
  const functions = scratchFunctions(health);
  let launch: Launch;
  let browser: Browser;
  let page: Page;
  const violations: string[] = [];
  const state = () => page.locator('[role=status]').textContent();
  const found = (pattern: RegExp): string => pattern.exec(launch.output)?.[1] ?? '';
  const until = (text: RegExp) => eventually(async () => assert.match((await state()) ?? '', text));

  before(async () => {
    functions.write('status', 'ok');
    launch = Launch.start(functions.source);
    browser = await launchChromium();
    await launch.untilPrinted('Ctrl-C stops everything.');
    page = await browser.newPage();
    page.on('console', (message) => message.type() === 'error' && violations.push(message.text()));
    page.on('pageerror', (error) => violations.push(error.message));
    await page.goto(found(/Open (http:\S+)/u));
  });

  after(async () => {
    await browser?.close();
    launch?.process.kill('SIGTERM');
    await launch?.status;
    launch?.removeLogs();
    functions.remove();
  });

  it('prints where each service is', () => {
    for (const service of ['Functions', 'Firestore', 'Auth', 'Storage', 'Pub/Sub', 'Redis']) {
      assert.match(launch.output, new RegExp(`^  ${service} +(http://|redis://)?127\\.0\\.0\\.1:\\d+`, 'mu'));
    }
  });

  it('serves a page that shows how everything is, and nothing in it offends its own policy', async () => {
    await until(/Everything is up/u);
    assert.match((await page.locator('#checks').textContent()) ?? '', /Firestore\s*7 ms\s*Redis\s*2 ms/u);
    assert.match((await page.locator('#places').textContent()) ?? '', /Storage\s*127\.0\.0\.1:\d+/u);
    assert.deepEqual(violations, []);
  });

  it('shows within seconds that something has gone, and that it is back', async () => {
    functions.write('status', 'degraded');
    await until(/Redis is away/u);
    assert.match((await page.locator('#checks').textContent()) ?? '', /Redis\s*does not answer/u);
    functions.write('status', 'ok');
    await until(/Everything is up/u);
  });

  it('has a Storage that keeps what its owner writes and shows it to no client', async () => {
    const place = `http://${found(/^ {2}Storage +(\S+)/mu)}`;
    const bucket = 'demo-earnplay.appspot.com';
    const upload = `${place}/upload/storage/v1/b/${bucket}/o?uploadType=media&name=a.txt`;
    const headers = { authorization: 'Bearer owner', 'content-type': 'text/plain' };
    assert.equal((await fetch(upload, { method: 'POST', headers, body: 'kept' })).status, 200);
    const object = `${place}/v0/b/${bucket}/o/a.txt?alt=media`;
    assert.equal(await (await fetch(object, { headers })).text(), 'kept');
    assert.equal((await fetch(object)).status, 403);
    const write = await fetch(`${place}/v0/b/${bucket}/o?name=b.txt`, { method: 'POST', body: 'mine' });
    assert.equal(write.status, 403);
  });

  it('leaves nothing behind after Ctrl-C, which the page tells', async () => {
    const folder = dirname(dirname(found(/^ {2}Log +(\S+)/mu)));
    const suite = { id: launch.id, folder };
    assert.ok(suiteProcesses(suite).length >= 4, 'the suite runs');
    launch.process.kill('SIGINT');
    assert.equal(await launch.status, 0);
    assertNothingLeft(suite);
    await until(/Nothing answers/u);
  });
});
