import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../functions/src/kernel/time.ts';
import { eventually } from '../../support/eventually.ts';
import type { FunctionServer, LogEntry } from '../../support/functionServer.ts';
import { quietServer, runThere } from '../../support/quietProject.ts';
import { darkProject } from '../events/instances.ts';

interface Asked {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly authorization: string | undefined;
  readonly body: Record<string, string>;
}

/**
 * Stands for Firestore's administration, which no emulator has: what is shown here is what we ask of it and what we make
 * of its answers, not that Google exports anything.
 */
class Administration {
  readonly asked: Asked[] = [];
  answer: { status: number; body: object } = { status: 200, body: { name: OPERATION } };
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => {
      void textOf(request).then((text) => {
        const { method, url, headers } = request;
        const body = text === '' ? {} : JSON.parse(text);
        this.asked.push({ method, url, authorization: headers.authorization, body });
        response.writeHead(this.answer.status, { 'content-type': 'application/json' });
        response.end(JSON.stringify(this.answer.body));
      });
    });
  }

  static async open(): Promise<Administration> {
    const administration = new Administration();
    administration.#server.listen(0, '127.0.0.1');
    await once(administration.#server, 'listening');
    return administration;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}

const OPERATION = 'projects/p/databases/(default)/operations/ASAzMTQx';

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text;
}

describe('exportBackup', function () {
  this.timeout(60_000);
  const noon = Date.UTC(2026, 10, 20, 12, 0, 30);
  let administration: Administration;
  let server: FunctionServer;
  let project: string;

  beforeEach(async () => {
    project = darkProject();
    administration = await Administration.open();
    const settings = { BACKUP_BUCKET: 'a-bucket', FIRESTORE_ADMIN_URL: administration.url };
    server = await quietServer(project, settings);
  });
  afterEach(() => Promise.all([server.stop(), administration.close()]));

  /** One run of the schedule, and what it said of itself. */
  async function run(atMs: number, on = server): Promise<LogEntry> {
    const before = on.logged('schedule').length;
    await runThere(on, 'exportBackup', atMs);
    return eventually(async () => on.logged('schedule')[before] ?? assert.fail('nothing was logged'));
  }

  it('asks for all documents as they were at one whole minute, into a folder of its own', async () => {
    assert.equal((await run(noon)).backup, 'started');
    const [asked, ...more] = administration.asked;
    const snapshotTime = '2026-11-20T11:59:00.000Z';
    assert.deepEqual(asked, {
      method: 'POST',
      url: `/v1/projects/${project}/databases/(default):exportDocuments`,
      authorization: 'Bearer owner',
      body: { outputUriPrefix: `gs://a-bucket/firestore/${snapshotTime}`, snapshotTime },
    });
    assert.deepEqual(more, []);
  });

  it('follows the export to its end, rests until the next day, and starts the next', async () => {
    await run(noon);
    assert.equal((await run(noon + HOUR_MS)).backup, 'running');
    administration.answer.body = { name: OPERATION, done: true };
    const complete = await run(noon + 2 * HOUR_MS);
    assert.deepEqual([complete.backup, complete.backupAgeHours], ['complete', 2]);
    for (const { method, url } of administration.asked.slice(1)) {
      assert.deepEqual([method, url], ['GET', `/v1/${OPERATION}`]);
    }
    assert.equal((await run(noon + 3 * HOUR_MS)).backup, 'resting');
    assert.equal((await run(noon + DAY_MS - MINUTE_MS)).backup, 'started');
    assert.deepEqual(server.logged('no recent backup'), []);
  });

  it('says why it was refused, tries again at the next run, and says when no backup is recent', async () => {
    administration.answer = { status: 403, body: { error: { message: 'no importExportAdmin' } } };
    assert.equal((await run(noon)).backup, 'failed');
    const [line] = server.logged('backup failed');
    assert.deepEqual([line?.severity, line?.alert], ['ERROR', 'ops.backup-failed']);
    assert.match(String(line?.errorMessage), /403 .*importExportAdmin/);
    assert.deepEqual(server.logged('no recent backup'), []);
    await run(noon + 27 * HOUR_MS);
    assert.equal(server.logged('no recent backup')[0]?.backupAgeHours, 27);
    administration.answer = { status: 200, body: { name: OPERATION } };
    assert.equal((await run(noon + 28 * HOUR_MS)).backup, 'started');
  });

  it('believes no export that ended with an error, and starts another', async () => {
    await run(noon);
    administration.answer.body = { name: OPERATION, done: true, error: { message: 'the bucket is gone' } };
    const failed = await run(noon + HOUR_MS);
    assert.equal(failed.backup, 'failed');
    assert.match(String(server.logged('backup failed')[0]?.errorMessage), /the bucket is gone/);
    administration.answer.body = { name: OPERATION };
    assert.equal((await run(noon + 2 * HOUR_MS)).backup, 'started');
  });

  it('gives up an export that never ends, or of which nobody knows any more, after a day, and starts another', async () => {
    await run(noon);
    administration.answer = { status: 404, body: { error: { message: 'no such operation' } } };
    assert.equal((await run(noon + HOUR_MS)).backup, 'failed');
    administration.answer = { status: 200, body: { name: OPERATION, done: false } };
    assert.equal((await run(noon + 23 * HOUR_MS)).backup, 'running');
    assert.equal((await run(noon + DAY_MS)).backup, 'started');
    const [line] = server.logged('backup given up');
    assert.deepEqual([line?.severity, line?.alert], ['ERROR', 'ops.backup-failed']);
    administration.answer.body = { name: OPERATION, done: true };
    assert.equal((await run(noon + 25 * HOUR_MS)).backup, 'complete');
  });

  it('asks nobody, and raises nothing, where no bucket is configured', async () => {
    const bare = await quietServer(project, { BACKUP_BUCKET: '', FIRESTORE_ADMIN_URL: administration.url });
    try {
      assert.equal((await run(noon, bare)).backup, 'not-configured');
      assert.deepEqual([administration.asked, bare.logs.filter(({ severity }) => severity === 'ERROR')], [[], []]);
    } finally {
      await bare.stop();
    }
  });
});
