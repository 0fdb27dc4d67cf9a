import { domains } from '../../../functions/src/gathered.ts';
import { type MigrationSummary, migrate } from '../../../functions/src/ops/migrate.ts';
import type { Domain } from '../../../functions/src/platform/manifest/domain.ts';
import type { Migration } from '../../../functions/src/platform/manifest/migration.ts';
import { sealDetails } from '../../../functions/src/withdrawals/destinations.ts';
import { HIDDEN } from '../checks/conceal.ts';
import { keyed } from '../checks/documents.ts';
import type { Store } from '../memory/store.ts';

/** Runs every migration as an operator does, and answers what is wrong with it. */
export async function checkMigrations(store: Store, nowMs: number): Promise<string[]> {
  const wrong: string[] = [];
  const demand = (holds: boolean, what: string): void => {
    if (!holds) wrong.push(what);
  };
  const mailboxes = spellMailboxesAnew(store);
  const found = await Promise.all(
    (domains as readonly Domain[]).map(async ({ migrations }) => (await migrations?.()) ?? []),
  );
  for (const migration of found.flat()) {
    const run = (dryRun: boolean) => migrate(migration, { nowMs, dryRun }, () => undefined);
    const before = textOf(store);
    const announced = await run(true);
    demand(textOf(store) === before, `${migration.name}: a dry run changes documents`);
    const done = await run(false);
    demand(announced.changed > 0, `${migration.name}: finds nothing to change`);
    demand(sum(announced) === sum(done), `${migration.name}: announces ${sum(announced)}, does ${sum(done)}`);
    const after = textOf(store);
    const again = await run(false);
    demand(again.changed === 0 && again.failed === 0, `${migration.name}: is not done after one run: ${sum(again)}`);
    demand(textOf(store) === after, `${migration.name}: a second run changes documents`);
  }
  for (const { path, data } of store.all()) {
    if (/^users\/[^/]+$|\/days\/|\/monthlyStats\//.test(path))
      demand(!HIDDEN.test(JSON.stringify(data)), `${path} shows`);
  }
  for (const [path, destination] of mailboxes) {
    const { uid } = store.get(path)?.data ?? {};
    demand(store.get(path)?.data.destination === destination, `${path} is not found by its mailbox`);
    demand(store.get(`payoutDestinations/${destination}`)?.data.uids.includes(uid), `${uid} is not at its mailbox`);
  }
  return [...wrong, ...(await checkResumption(store, nowMs))];
}

/** Has everybody paid at one mailbox, which each of them writes differently; answers where each of them should be found. */
function spellMailboxesAnew(store: Store): Map<string, string> {
  const expected = new Map<string, string>();
  for (const [at, { path, data }] of [...store.collection('withdrawalFiles')].entries()) {
    const email = `Ada.Love+${at}@GoogleMail.com`;
    const destination = keyed(`email:${email.toLowerCase()}`);
    store.merge(path, { sealedDetails: sealDetails({ email }, path.split('/')[1] ?? ''), destination });
    store.merge(`payoutDestinations/${destination}`, { uids: [data.uid] });
    expected.set(path, keyed('email:adalove@gmail.com'));
  }
  return expected;
}

function sum({ looked, changed, failed, failures }: MigrationSummary): string {
  return `${looked} looked at, ${changed} changed, ${failed} failed: ${failures.join('; ')}`;
}

/** All documents but the jobs' own. */
function textOf(store: Store): string {
  return JSON.stringify([...store.all()].filter(({ path }) => !path.startsWith('ops/')));
}

/** Stopped after its first page, a migration goes on behind it; what failed on the way is met by the run after. */
async function checkResumption(store: Store, nowMs: number): Promise<string[]> {
  for (let at = 0; at < 450; at += 1) store.merge(`things/${String(at).padStart(3, '0')}`, { at });
  const handled: string[] = [];
  const migration: Migration = {
    name: 'things',
    says: 'things',
    collection: 'things',
    async apply(id) {
      if (id === '300' && !handled.includes('449')) throw new Error('not yet');
      if (handled.includes(id)) return 0;
      handled.push(id);
      return 1;
    },
  };
  const stop = () => {
    throw new Error('stopped');
  };
  await migrate(migration, { nowMs, dryRun: false }, stop).catch(() => undefined);
  const second = await migrate(migration, { nowMs, dryRun: false }, () => undefined);
  const third = await migrate(migration, { nowMs, dryRun: false }, () => undefined);
  const facts = [second.looked, second.changed, second.failed, second.resumedAfter, third.looked, third.changed];
  const expected = [250, 249, 1, '199', 450, 1];
  return JSON.stringify(facts) === JSON.stringify(expected) ? [] : [`resumed as ${JSON.stringify(facts)}`];
}
