import type { Posting } from './rules.ts';

const DIGITS = 8;

/**
 * Names what a posting has caused: by its number, and by its hash as well, because the numbers begin anew for whoever comes
 * back under the uid of somebody who was deleted.
 */
export function eventIdOf(uid: string, { sequence, hash }: Pick<Posting, 'sequence' | 'hash'>): string {
  return `${uid}:${sequence}:${hash.slice(0, DIGITS)}`;
}
