import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../functions/src/kernel/time.ts';
import { firestoreHost } from '../../support/environment.ts';
import { eventually } from '../../support/eventually.ts';
import type { FunctionServer, LogEntry } from '../../support/functionServer.ts';
import { callThere, deliverThere, newcomerThere, quietServer, runThere } from '../../support/quietProject.ts';
import { freshDevice, freshKey } from '../../support/world.ts';
import { darkProject, Instance } from '../events/instances.ts';
import { wire } from '../events/wireEvents.ts';
import { cloudEntry, extracted, logFilter } from './logFilter.ts';
import { metrics } from './monitoringFiles.ts';

/** What goes wrong, by the metric that must count it; each runs the code that says so, in an instance of its own. */
type Mishap = (server: FunctionServer, witness: Instance) => Promise<unknown>;

const yesterdays = '2026-01-01';

async function claimThere(server: FunctionServer) {
  const [referrer, claimer] = [await newcomerThere(server), await newcomerThere(server)];
  const { referralCode } = referrer;
  const { deviceHash } = claimer;
  await callThere(server, claimer, 'claimReferral', { referralCode, deviceHash, idempotencyKey: freshKey() });
  return { referrer, claimer };
}

const anyCall: Mishap = (server) => newcomerThere(server);

async function batchThere(server: FunctionServer, events: readonly unknown[]) {
  return await callThere(server, await newcomerThere(server), 'batchEvents', { events });
}

const failingBatch: Mishap = async (server, witness) => {
  const player = await newcomerThere(server);
  await witness.ask('write', `users/${player.uid}`, { balances: 'illegible' });
  const events = [wire('AD_WATCHED')];
  const { error } = await player.call('batchEvents', { events }, { url: server.url });
  assert.equal(error?.details.code, 'platform/internal');
};

const MISHAPS: Readonly<Record<string, Mishap>> = {
  calls: anyCall,
  call_latency: anyCall,
  failed_calls: failingBatch,
  failed_batches: failingBatch,
  batches: (server) => batchThere(server, [wire('AD_WATCHED')]),
  sync_latency: (server) => batchThere(server, [wire('AD_WATCHED')]),
  rejections: (server) => batchThere(server, [{ type: 'NOTHING_KNOWN' }, wire('AD_WATCHED')]),
  async failed_work(server) {
    const data = { withdrawalId: 'f'.repeat(64), status: 'PENDING', amount: 600, previous: null };
    const envelope = { eventId: randomUUID(), type: 'withdrawal.updated', version: 1, occurredAt: Date.now() };
    // No document can have that name, which only Firestore itself knows.
    const message = { ...envelope, correlationId: randomUUID(), uid: 'a/b', data };
    assert.equal(await deliverThere(server, message.type, message), false);
  },
  async ledger_discrepancies(server, witness) {
    const player = await newcomerThere(server);
    await callThere(server, player, 'batchEvents', { events: [wire('GAME_WON')] });
    const balances = (await witness.ask('read', `users/${player.uid}`))?.balances as object;
    const forged = { balances: { ...balances, coins: { available: 1_000_000, locked: 0 } } };
    await witness.ask('write', `users/${player.uid}`, forged);
    await runThere(server, 'verifyLedgerDaily', Date.now());
  },
  async outbox_age(server) {
    const player = await newcomerThere(server);
    await callThere(server, player, 'batchEvents', { events: [wire('GAME_WON')] });
    await runThere(server, 'sweepOutbox', Date.now() + HOUR_MS);
  },
  async outbox_stuck(server, witness) {
    const { uid } = await newcomerThere(server);
    await witness.ask('poison', `users/${uid}/days/${yesterdays}`);
    await runThere(server, 'sweepOutbox', Date.now());
  },
  async dead_letters(server) {
    assert.equal(await deliverThere(server, 'withdrawal.updated', `garbage ${randomUUID()}`), true);
  },
  async review_queue(server) {
    const [referrer, mover] = [await newcomerThere(server), await newcomerThere(server)];
    const { deviceHash } = mover;
    await callThere(server, mover, 'bindDevice', { deviceHash: freshDevice(), idempotencyKey: freshKey() });
    const claimer = await newcomerThere(server, deviceHash);
    await callThere(server, claimer, 'batchEvents', { events: [wire('GAME_WON'), wire('AD_WATCHED')] });
    const request = { referralCode: referrer.referralCode, deviceHash, idempotencyKey: freshKey() };
    const { error } = await claimer.call('claimReferral', request, { url: server.url });
    assert.equal(error?.details.code, 'referrals/blocked');
  },
  async stuck_jobs(server, witness) {
    const { referrer } = await claimThere(server);
    await witness.ask('write', `users/${referrer.uid}`, { balances: 'illegible' });
    await runThere(server, 'sweepReferrals', Date.now() + HOUR_MS);
  },
  async unreadable_configurations(server, witness) {
    await witness.ask('write', 'config/economy', { version: 'none', config: {} });
    await anyCall(server, witness);
    await witness.ask('write', 'config/economy', { version: 1, config: {}, updatedAtMs: 0, updatedBy: 'somebody' });
  },
  async missing_backups(server) {
    await runThere(server, 'exportBackup', Date.now());
  },
};

/** A deletion that was interrupted at its very beginning. */
async function leaveRunning(project: string, uid: string, since: string): Promise<void> {
  const url = `http://${firestoreHost}/v1/projects/${project}/databases/(default)/documents/deletions/${uid}`;
  const fields = {
    uid: { stringValue: uid },
    status: { stringValue: 'RUNNING' },
    startedAt: { timestampValue: since },
  };
  const headers = { 'content-type': 'application/json', authorization: 'Bearer owner' };
  const response = await fetch(url, { method: 'PATCH', headers, body: JSON.stringify({ fields }) });
  if (!response.ok) throw new Error(await response.text());
}

/** The line exists, and the metric of stuck jobs counts it. */
function assertStuckJob(line: LogEntry | undefined): void {
  const { filter = '' } = metrics.get('monitoring/metrics/stuck_jobs.json') ?? {};
  assert.ok(line !== undefined && logFilter(filter)(cloudEntry(line)));
}

describe('what is monitored', function () {
  this.timeout(120_000);
  const project = darkProject();
  let server: FunctionServer;
  let witness: Instance;

  before(async () => {
    // Nothing listens there, so every backup fails.
    const backup = { BACKUP_BUCKET: 'a-bucket', FIRESTORE_ADMIN_URL: 'http://127.0.0.1:9' };
    server = await quietServer(project, { ...backup, ECONOMY_CACHE_SECONDS: '0' });
    witness = new Instance({ GCLOUD_PROJECT: project });
  });
  after(() => Promise.all([server.stop(), witness.end()]));

  it('is every metric that there is', () => {
    assert.deepEqual(Object.keys(MISHAPS).sort(), [...metrics.values()].map(({ name }) => name).sort());
  });

  for (const { name, filter, valueExtractor, labelExtractors = {}, metricDescriptor } of metrics.values()) {
    it(`${name}: is counted from a line that an instance really writes`, async () => {
      const matches = logFilter(filter);
      const seenBefore = server.logs.length;
      await MISHAPS[name]?.(server, witness);
      const counted = await eventually(async () => {
        const fresh = server.logs.slice(seenBefore).map(cloudEntry).filter(matches);
        assert.notEqual(fresh.length, 0, `no line fits ${filter}`);
        return fresh;
      });
      for (const entry of counted) {
        const labels = Object.entries(labelExtractors);
        assert.deepEqual(
          labels.map(([key]) => key),
          (metricDescriptor.labels ?? []).map(({ key }) => key),
        );
        for (const [, extractor] of labels) assert.equal(typeof extracted(entry, extractor), 'string');
        if (valueExtractor === undefined) continue;
        const value = extracted(entry, valueExtractor);
        assert.ok(typeof value === 'number' && value >= 0, `${valueExtractor} is ${value}`);
      }
    });
  }

  it('is quiet where nothing is wrong', async () => {
    const seenBefore = server.logs.length;
    const { claimer } = await claimThere(server);
    await callThere(server, claimer, 'batchEvents', { events: [wire('AD_WATCHED')] });
    const lines = server.logs.slice(seenBefore).map(cloudEntry);
    const counting = [...metrics.values()].filter(({ filter }) => lines.some(logFilter(filter)));
    assert.deepEqual(counting.map(({ name }) => name).sort(), ['batches', 'call_latency', 'calls', 'sync_latency']);
  });

  it('says of each batch what became of its events, how often for which reason, and how long the oldest waited', async () => {
    const seenBefore = server.logs.length;
    const twice = { ...wire('AD_WATCHED'), occurredAt: Date.now() - 5 * MINUTE_MS };
    const ancient = { ...wire('AD_WATCHED'), occurredAt: Date.now() - 400 * DAY_MS };
    await batchThere(server, [{ type: 'NOTHING_KNOWN' }, twice, 'illegible', ancient, twice, wire('AD_WATCHED')]);
    const lines = await eventually(async () => {
      const fresh = server.logs.slice(seenBefore);
      assert.ok(fresh.some(({ message, function: name }) => message === 'call' && name === 'batchEvents'));
      return fresh;
    });
    const batch: Partial<LogEntry> = lines.find(({ message }) => message === 'batch') ?? {};
    const { events, credited, duplicates, rejected, syncLatencyMs } = batch;
    assert.deepEqual([events, credited, duplicates, rejected], [6, 2, 1, 3]);
    assert.ok(Math.abs(Number(syncLatencyMs) - 5 * MINUTE_MS) < MINUTE_MS, String(syncLatencyMs));
    const reasons = lines.filter(({ message }) => message === 'events rejected');
    assert.deepEqual(
      reasons.map((line) => [line.code, line.events]),
      [
        ['events/invalid', 2],
        ['events/outside-window', 1],
      ],
    );
  });

  it('says how old the outbox is, in seconds, and how late a backup, in hours', async () => {
    const [age] = server.logged('schedule').filter((entry) => entry.function === 'sweepOutbox');
    assert.ok(Math.abs(Number(age?.oldestSeconds) - 3_600) < 120, JSON.stringify(age));
    await runThere(server, 'exportBackup', Date.now() + 2 * DAY_MS);
    const late = await eventually(async () => server.logged('no recent backup')[0] ?? assert.fail('not said'));
    assert.deepEqual([late.alert, late.severity, late.backupAgeHours], ['ops.backup-overdue', 'ERROR', 48]);
  });

  it('names the consumer that failed, for which nobody looks under its function, and whose message it was', async () => {
    await MISHAPS.failed_work?.(server, witness);
    const line = await eventually(async () => server.logged('delivery failed').at(-1) ?? assert.fail('not said'));
    assert.deepEqual([line.function, line.consumer, line.uid], ['notifyWithdrawal', 'notifyWithdrawal', 'a/b']);
    const { correlationId } = line;
    const others = server.logs.filter((one) => one.correlationId === correlationId && one.severity === 'ERROR');
    assert.deepEqual(others, [line], 'the other consumer of the topic did not fail');
  });

  it('names a deletion that does not end, and goes on with those behind it', async () => {
    const next = await newcomerThere(server);
    // More than the schedule reads at once.
    await witness.ask('poisonMany', 55);
    const stuck = Array.from({ length: 55 }, (_, at) => `poison-${at}`);
    await Promise.all(stuck.map((uid) => leaveRunning(project, uid, '2026-01-01T00:00:00Z')));
    await leaveRunning(project, next.uid, '2026-01-02T00:00:00Z');
    await runThere(server, 'resumeDeletions', Date.now());
    const lines = server.logged('deletion is stuck');
    assert.deepEqual(lines.map(({ deletedUid }) => deletedUid).sort(), stuck.toSorted());
    const [line] = lines;
    assert.equal(line?.alert, 'users.deletion-stuck');
    assertStuckJob(line);
    assert.equal((await witness.ask('read', `deletions/${next.uid}`))?.status, 'DONE');
    assert.equal((await witness.ask('read', `deletions/${stuck[0]}`))?.status, 'RUNNING');
  });

  it('names a role that is not applied, and goes on with those behind it', async () => {
    const wish = { role: 'support', permissions: [], revision: 2, appliedRevision: 1 };
    await witness.ask('write', 'staff/illegible', { ...wish, role: 'of no kind' });
    await witness.ask('write', 'staff/nobody-by-now', wish);
    await runThere(server, 'applyRoles', Date.now());
    const [line, ...more] = server.logged('a role is not applied');
    assert.deepEqual([line?.member, line?.alert, more.length], ['illegible', 'staff.role-stuck', 0]);
    assertStuckJob(line);
    assert.equal((await witness.ask('read', 'staff/nobody-by-now'))?.appliedRevision, 2);
    assert.equal((await witness.ask('read', 'staff/illegible'))?.appliedRevision, 1);
  });
});

describe('the filters of metrics', () => {
  const entry = cloudEntry({ severity: 'ERROR', time: 'now', message: 'call', outcome: 'ok' });

  it('are understood where they compare for equality', () => {
    for (const [filter, fits] of [
      ['jsonPayload.message="call"', true],
      ['jsonPayload.message="call" AND jsonPayload.outcome="platform/internal"', false],
      ['severity="ERROR" AND jsonPayload.message=("schedule" OR "call")', true],
      ['jsonPayload.severity="ERROR"', false],
      ['jsonPayload.time="now"', false],
    ] as const) {
      assert.equal(logFilter(filter)(entry), fits, filter);
    }
  });

  it('are refused where they do anything else', () => {
    for (const filter of [
      'jsonPayload.message:"call"',
      'jsonPayload.message=~"c.*"',
      'severity>=ERROR',
      'NOT jsonPayload.message="call"',
      'jsonPayload.message="call" OR severity="ERROR"',
      'textPayload="call"',
      'jsonPayload.a.b="c"',
    ]) {
      assert.throws(() => logFilter(filter), /not a filter/, filter);
    }
  });
});
