import { isRecord } from '../errors.ts';
import { revivedQueue } from '../queue/revived.ts';
import { EMPTY_QUEUE, type QueueState } from '../queue/state.ts';
import { report } from '../report.ts';
import { isFull, type Storage } from './storage.ts';

/** A place for one text, such as a file or a key of React Native's AsyncStorage. `save` replaces it whole or not at all. */
export interface TextStore {
  load(): Promise<string | undefined>;
  save(text: string): Promise<void>;
  /** Deletes it; an empty text is saved where this is missing. */
  remove?(): Promise<void>;
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
        if (isGrowing || !isFull(error)) throw error;
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
    async erase() {
      await last;
      kept = undefined;
      await (store.remove === undefined ? store.save('') : store.remove());
    },
  };
}

/** What is no JSON any more holds nothing that could be sent; without this, the game could never store again. */
function keptIn(text: string | undefined): Kept {
  const { queue, facts } = parsed(text);
  return { queue: isRecord(queue) ? revivedQueue(queue) : EMPTY_QUEUE, facts: isRecord(facts) ? facts : {} };
}

function parsed(text: string | undefined): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = text === undefined || text === '' ? undefined : JSON.parse(text);
    return isRecord(value) ? value : {};
  } catch (fault) {
    report(fault);
    return {};
  }
}
