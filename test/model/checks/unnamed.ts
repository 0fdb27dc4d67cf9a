import { demand } from '../core/violation.ts';
import type { Oracle } from '../oracle/state.ts';

/** All that staff say of what they do to players, in these worlds. */
export const STAFF_WORDS = {
  correction: 'a correction by hand',
  pardon: 'let go by two people',
  rejection: 'not their own',
  failure: 'bounced back',
  decision: 'as the facts say',
} as const;

/** What a player can read names nobody of the staff, and has none of their words. */
export function demandUnnamed({ staff }: Oracle, text: string, what: string): void {
  for (const words of Object.values(STAFF_WORDS)) demand(!text.includes(words), () => `${what} says: ${words}`);
  for (const uid of staff) demand(!text.includes(`"${uid}"`), () => `${what} names ${uid}`);
}

/** A document that some player may read; most of a page is packed, and says nothing in words. */
export function checkUnnamed(oracle: Oracle, path: string, stored: any): void {
  const [root] = path.split('/');
  if (stored === undefined || (root !== 'users' && root !== 'withdrawals')) return;
  const { keys: _keys, keyCoins: _coins, play: _play, ...spoken } = stored;
  demandUnnamed(oracle, JSON.stringify(spoken), path);
}
