import { z } from 'zod';
import { defineSection, docOf } from '../platform/storage/collection.ts';
import { storedInstant } from '../platform/storage/storedTypes.ts';

/** `ops/backup`: the export that is under way, and the newest that is complete. */
const backupFields = z.object({
  watchedSince: storedInstant,
  running: z.object({ snapshotAt: storedInstant, operation: z.string(), uri: z.string() }).nullable(),
  restorableTo: storedInstant.nullable(),
  /** Where the newest complete export is. */
  uri: z.string().nullable(),
});
export type StoredBackup = z.output<typeof backupFields>;
const backupSection = defineSection((id) => `ops/${id}`, backupFields);
export const backupDoc = docOf(backupSection, 'backup');

/** `ops/migration:{name}`: how far a migration has come. */
const migrationFields = z.object({
  /** The last document that it was done with; null where none is under way. */
  after: z.string().nullable(),
});
const migrationSection = defineSection((name) => `ops/migration:${name}`, migrationFields);
export const migrationDoc = (name: string) => docOf(migrationSection, name);
