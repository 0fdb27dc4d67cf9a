import type { QueueState } from '../queue/state.ts';

/** Where one player's queue is kept. React Native and others bring their own; `jsonStorage` makes one of two functions. */
export interface Storage {
  /**
   * Reads the state, applies `change` and stores the result as one step, which no other tab or process comes between.
   * Resolves once it is durable. Where there is no room, a change that adds events rejects with a `QuotaExceededError`
   * and nothing has changed; any other holds in memory, so that a full device can still send what it has.
   */
  update(change: (state: QueueState) => QueueState): Promise<QueueState>;
  read(): Promise<QueueState>;
  /** Small facts beside the queue, such as the last known balance. */
  recall(name: string): Promise<unknown>;
  remember(name: string, value: unknown): Promise<void>;
  close(): void;
}

/** Opens the storage of that name, empty the first time. */
export type OpenStorage = (name: string) => Promise<Storage>;

export function isQuotaError(error: unknown): boolean {
  return error instanceof Error && error.name === 'QuotaExceededError';
}
