import type { Operations } from '../meter/firestoreBill.ts';

/** What `proof.ts` does, counted by hand. */
export const KNOWN_SEQUENCE: Operations = { reads: 12, writes: 10, deletes: 3, ttlDeletes: 1 };
