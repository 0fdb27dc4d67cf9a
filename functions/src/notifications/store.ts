import { z } from 'zod';
import { defineSection, docOf } from '../platform/storage/collection.ts';
import { storedInstant } from '../platform/storage/storedTypes.ts';

/** A line in a player's inbox, `users/{uid}/inbox/{id}`; the client words it, from its kind and facts. */
const noteFields = z.object({
  kind: z.enum(['withdrawal', 'referral', 'account']),
  facts: z.record(z.string(), z.union([z.string(), z.number()])),
  at: storedInstant,
  expireAt: storedInstant,
});
export type Note = z.output<typeof noteFields>;
const noteSection = defineSection((path) => path, noteFields);
export const noteDoc = (uid: string, id: string) => docOf(noteSection, `users/${uid}/inbox/${id}`);
