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
