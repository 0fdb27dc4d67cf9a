import { EarnPlayError, isRecord } from '../errors.ts';
import { EMPTY_QUEUE, type QueueState } from '../queue/state.ts';

/** Where one player's queue is kept. React Native and others bring their own; `jsonStorage` makes one of two functions. */
export interface Storage {
  /**
   * Reads the state, applies `change` and stores the result as one step, which no other tab or process comes between.
   * Resolves once it is durable. Where there is no room, a change that adds events rejects with what the device says of it
   * and nothing has changed; any other holds in memory, so that a full device can still send what it has.
   */
  update(change: (state: QueueState) => QueueState): Promise<QueueState>;
  read(): Promise<QueueState>;
  /** Small facts beside the queue, such as the last known balance. */
  recall(name: string): Promise<unknown>;
  remember(name: string, value: unknown): Promise<void>;
  close(): void;
  /** Deletes all of it, its name included, and closes it. Without it, everything is replaced by nothing. */
  erase?(): Promise<void>;
}

/** Facts that are kept beside a queue, or of the device. */
export const FACTS = { view: 'view', frozen: 'frozen', deviceHash: 'deviceHash', guest: 'guest' } as const;

export async function erase(storage: Storage): Promise<void> {
  if (storage.erase !== undefined) return await storage.erase();
  await storage.update(() => EMPTY_QUEUE);
  for (const fact of Object.values(FACTS)) await storage.remember(fact, null);
  storage.close();
}

/** Opens the storage of that name, empty the first time. */
export type OpenStorage = (name: string) => Promise<Storage>;

/** How browsers, Node, SQLite and phones say that there is no room. */
const FULL =
  /QuotaExceeded|QUOTA_REACHED|ENOSPC|EDQUOT|SQLITE_FULL|(disk|storage|device|volume|database)\b.{0,30}\bfull|full disk|(no|enough|out of)( \w+)? space/i;

export function isFull(error: unknown): boolean {
  if (!isRecord(error)) return false;
  const { name, code, message, cause } = error;
  return FULL.test([name, code, message].map(String).join(' ')) || isFull(cause);
}

/** Whatever a storage throws, as an error of ours. */
export function storageError(cause: unknown): EarnPlayError {
  if (cause instanceof EarnPlayError) return cause;
  return isFull(cause)
    ? new EarnPlayError('queue/storage-full', 'This device is full.', {}, cause)
    : new EarnPlayError('client/storage-unavailable', 'This device’s storage cannot be used.', {}, cause);
}
