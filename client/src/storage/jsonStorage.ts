import { isRecord } from '../errors.ts';
import { EMPTY_QUEUE, type QueueState } from '../queue/state.ts';
import { isQuotaError, type Storage } from './storage.ts';

/** A place for one text, such as a file or a key of React Native's AsyncStorage. `save` replaces it whole or not at all. */
export interface TextStore {
  load(): Promise<string | undefined>;
  save(text: string): Promise<void>;
}

interface Kept {
  readonly queue: QueueState;
  readonly facts: Readonly<Record<string, unknown>>;
}

/** Storage for one process over a place for text. Everything is written each time, so it suits small queues. */
export function jsonStorage(store: TextStore): Storage {
  let kept: Kept | undefined;
  let last: Promise<unknown> = Promise.resolve();

  async function load(): Promise<Kept> {
    kept ??= keptIn(await store.load());
    return kept;
  }

  /** One change after the other, each seeing what the one before it stored. */
  function change(make: (before: Kept) => Kept): Promise<Kept> {
    const changed = last.then(async () => {
      const before = await load();
      const after = make(before);
      try {
        if (after !== before) await store.save(JSON.stringify(after));
      } catch (error) {
        const isGrowing = after.queue.entries.length > before.queue.entries.length;
        if (isGrowing || !isQuotaError(error)) throw error;
      }
      kept = after;
      return after;
    });
    last = changed.catch(() => {});
    return changed;
  }

  return {
    async update(step) {
      return (
        await change((before) => {
          const queue = step(before.queue);
          return queue === before.queue ? before : { ...before, queue };
        })
      ).queue;
    },
    read: async () => (await load()).queue,
    recall: async (name) => (await load()).facts[name],
    async remember(name, value) {
      await change((before) => ({ ...before, facts: { ...before.facts, [name]: value } }));
    },
    close() {},
  };
}

function keptIn(text: string | undefined): Kept {
  const parsed: unknown = text === undefined ? undefined : JSON.parse(text);
  return isKept(parsed) ? parsed : { queue: EMPTY_QUEUE, facts: {} };
}

/** What is read back is what this module wrote. */
function isKept(value: unknown): value is Kept {
  return isRecord(value) && isRecord(value.queue) && isRecord(value.facts);
}
