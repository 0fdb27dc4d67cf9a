import { log } from '../runtime/log.ts';
import { unavailable } from './setback.ts';

/**
 * What a unit of work throws when a document is too full to take more. How to make room is no part of a commit, so it is
 * done between two attempts.
 */
export class NeedsRoom extends Error {
  override readonly name = 'NeedsRoom';
  /** Answers whether there is any now. */
  readonly makeRoom: () => Promise<boolean>;

  constructor(what: string, makeRoom: () => Promise<boolean>) {
    super(`${what} is full`);
    this.makeRoom = makeRoom;
  }
}

const MAX_ROUNDS = 3;

/** Runs a unit of work, makes room where it asks for it and runs it again; refuses with `platform/unavailable` in the end. */
export async function withRoom<T>(unit: () => Promise<T>): Promise<T> {
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    try {
      return await unit();
    } catch (error) {
      if (!(error instanceof NeedsRoom)) throw error;
      if (!(await error.makeRoom())) {
        log('ERROR', 'a document is full', { alert: 'outbox.stuck', errorMessage: error.message });
        break;
      }
    }
  }
  throw unavailable();
}
