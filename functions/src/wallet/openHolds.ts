import { readAll } from '../platform/storage/reader.ts';

const HOLDS_A_PAGE = 50;

/** The ids of what a player has on hold, as they are when they are reached. */
export async function* openHolds(uid: string): AsyncGenerator<string> {
  const holds = {
    collection: `users/${uid}/holds`,
    where: ['status', 'held'],
    fields: [],
    limit: HOLDS_A_PAGE,
  } as const;
  for await (const { id } of readAll(holds)) yield id;
}
