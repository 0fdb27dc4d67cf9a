import { z } from 'zod';
import { defineSection, docOf } from '../platform/storage/collection.ts';
import { storedInstant } from '../platform/storage/storedTypes.ts';

/** `deletions/{scope}`: an account that is being, or was, deleted; the document is also the request's record. */
export const deletionFields = z.object({
  uid: z.string(),
  status: z.enum(['RUNNING', 'DONE']),
  startedAt: storedInstant,
  /** Devices that still have to forget the account; none once it is done. */
  devices: z.array(z.string()).default([]),
});
const deletionSection = defineSection((id) => `deletions/${id}`, deletionFields);
export const deletionDoc = (id: string) => docOf(deletionSection, id);
