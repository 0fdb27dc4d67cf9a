import { invariant } from '../kernel/assert.ts';
import type { Migration, MigrationRun } from '../platform/manifest/migration.ts';
import { inParallel } from '../platform/runtime/parallel.ts';
import { readPage } from '../platform/storage/reader.ts';
import { transact } from '../platform/storage/transaction.ts';
import { migrationDoc } from './store.ts';

/**
 * Goes through a collection for a migration, page by page in the order of the ids. After each page it is noted how far it
 * has come, so that whoever is stopped goes on there; one that has ended begins anew, and finds nothing.
 */
const DOCUMENTS_A_PAGE = 200;
const AT_ONCE = 10;
/** More failures than anybody reads. */
const MAX_TOLD = 20;

export interface MigrationSummary {
  /** Documents that were looked at, by this run. */
  readonly looked: number;
  /** Documents that were changed; that would be, in a dry run. */
  readonly changed: number;
  readonly failed: number;
  /** The first documents that could not be changed, with the reason. */
  readonly failures: readonly string[];
  /** Where an earlier run had stopped; null where this one began at the beginning. */
  readonly resumedAfter: string | null;
}

/** `notify` hears of each page. A document that cannot be changed is passed over; the next run meets it again. */
export async function migrate(
  migration: Migration,
  run: MigrationRun,
  notify: (looked: number) => void,
): Promise<MigrationSummary> {
  const { name, collection, apply } = migration;
  const resumedAfter = run.dryRun ? null : await placeOf(name);
  const counts = { looked: 0, changed: 0, failed: 0 };
  const failures: string[] = [];
  let after = resumedAfter;
  for (;;) {
    const page = await readPage({ collection, fields: [], limit: DOCUMENTS_A_PAGE, after });
    await inParallel(page, AT_ONCE, async ({ id, path }) => {
      counts.looked += 1;
      try {
        const changed = await apply(id, run);
        counts.changed += changed;
      } catch (error) {
        counts.failed += 1;
        if (failures.length < MAX_TOLD)
          failures.push(`${path}: ${error instanceof Error ? error.message : String(error)}`);
      }
    });
    after = page.at(-1)?.id ?? null;
    const isLast = page.length < DOCUMENTS_A_PAGE;
    if (!run.dryRun) await notePlace(name, isLast ? null : after);
    notify(counts.looked);
    if (isLast) return { ...counts, failures, resumedAfter };
    invariant(after !== null, `a full page of ${collection} has no end`);
  }
}

function placeOf(name: string): Promise<string | null> {
  return transact(async (tx) => (await tx.get(migrationDoc(name)))?.after ?? null);
}

function notePlace(name: string, after: string | null): Promise<void> {
  return transact(async (tx) => {
    await tx.load([migrationDoc(name)]);
    tx.merge(migrationDoc(name), { after });
  });
}
