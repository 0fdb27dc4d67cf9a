import { z } from 'zod';
import { defineSection, docOf } from '../../src/platform/storage/collection.ts';
import { storedInstant } from '../../src/platform/storage/storedTypes.ts';

/** `users/{uid}/greetings/{day}`: how often, and what was said last. */
export const greetingFields = z.object({
  day: z.string(),
  text: z.string(),
  said: z.int().min(0),
  status: z.enum(['SAID']),
  at: storedInstant,
});
const greetingSection = defineSection((path) => path, greetingFields);
export const greetingDoc = (uid: string, day: string) => docOf(greetingSection, `users/${uid}/greetings/${day}`);

/** `greetingBoards/{day}`: how many greeted, for everybody to see. */
const boardSection = defineSection((day) => `greetingBoards/${day}`, z.object({ players: z.int().min(0) }));
export const boardDoc = (day: string) => docOf(boardSection, day);

/** The part of `users/{uid}`: how many rewarded events the player has had greeted by others. */
const heardSection = defineSection((uid) => `users/${uid}`, z.object({ heard: z.int().min(0).default(0) }));
export const heardDoc = (uid: string) => docOf(heardSection, uid);
