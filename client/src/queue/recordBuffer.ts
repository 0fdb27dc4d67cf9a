import { EarnPlayError } from '../errors.ts';
import type { QueueEffect } from './effects.ts';
import type { ClockInput, QueueInput, RecordInput } from './inputs.ts';

interface Waiting {
  readonly input: RecordInput;
  /** Of the clocks when it happened. */
  readonly reading: readonly ClockInput[];
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Stores events that are recorded while the storage is busy together, in their order, so that a burst costs a few
 * commits. Each is told for itself whether it was accepted.
 */
export class RecordBuffer {
  readonly #store: (inputs: readonly QueueInput[]) => Promise<readonly QueueEffect[]>;
  #waiting: Waiting[] = [];
  #isStoring = false;

  constructor(store: (inputs: readonly QueueInput[]) => Promise<readonly QueueEffect[]>) {
    this.#store = store;
  }

  add(input: RecordInput, reading: readonly ClockInput[]): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ input, reading, resolve, reject });
      if (!this.#isStoring) void this.#storeAll();
    });
  }

  async #storeAll(): Promise<void> {
    this.#isStoring = true;
    while (this.#waiting.length > 0) {
      const group = this.#waiting;
      this.#waiting = [];
      await this.#storeGroup(group);
    }
    this.#isStoring = false;
  }

  async #storeGroup(group: readonly Waiting[]): Promise<void> {
    try {
      const effects = await this.#store(group.flatMap(({ reading, input }) => [...reading, input]));
      const refused = new Set(effects.flatMap((one) => (one.effect === 'refused' ? [one.key] : [])));
      for (const { input, resolve, reject } of group) {
        if (refused.has(input.key)) reject(queueFull());
        else resolve();
      }
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  }
}

function queueFull(): EarnPlayError {
  return new EarnPlayError('queue/full', 'Too much waits to be saved; please go online.');
}
