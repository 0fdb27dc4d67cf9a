import { AsyncLocalStorage } from 'node:async_hooks';
import { invariant } from '../../kernel/assert.ts';

/**
 * A commit can be held to documents, and to nothing else: what a query has answered may be another answer by then, and
 * nobody would notice. So a unit of work asks no queries; `readCandidates` finds what it then reads document by document.
 */
const units = new AsyncLocalStorage<true>();

/** Runs what is decided and committed together. */
export function inUnit<T>(work: () => Promise<T>): Promise<T> {
  return units.run(true, work);
}

/** Fails where a unit of work is about to decide on what a query answers. */
export function demandNoUnit(asked: string): void {
  invariant(units.getStore() === undefined, `a unit of work asked ${asked}, which no commit can verify`);
}
