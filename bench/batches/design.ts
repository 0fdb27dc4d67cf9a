import type { GameEvent } from '../../functions/src/events/contract.ts';

/** A way to credit a batch of events. All run in this process, against the same Firestore and Redis. */
export interface Design {
  readonly name: string;
  newPlayer(): Promise<string>;
  /** Credits the events; resolves when the client would have its answer. */
  send(uid: string, events: readonly GameEvent[]): Promise<unknown>;
  /** The balance as it is stored. */
  coins(uid: string): Promise<number>;
}
