import type { Channel, Environment } from '../environment.ts';
import { EarnPlayError } from '../errors.ts';
import type { Lock } from '../lock.ts';
import { Emitter, Subject } from '../observable.ts';
import { isQuotaError, type Storage } from '../storage/storage.ts';
import { deliver, type SendBatch } from './deliver.ts';
import type { QueueEffect } from './effects.ts';
import { wakeAtMs } from './flush.ts';
import type { FlushReason, QueueInput, RecordInput } from './inputs.ts';
import { step } from './machine.ts';
import { RecordBuffer } from './recordBuffer.ts';
import type { QueueState, Settled } from './state.ts';

export interface QueueParts {
  readonly name: string;
  readonly storage: Storage;
  readonly environment: Environment;
  readonly lock: Lock;
  readonly send: SendBatch;
  /** The device's clock. */
  readonly now: () => number;
  readonly random: () => number;
  /** How long an event waits before it goes out by itself; a minute where it is undefined. */
  readonly flushAfterMs?: number | undefined;
  /** Called before a change of another tab is shown, so that what goes with it can be read first. */
  readonly beforeForeignChange: () => Promise<void>;
}

const SOONEST_MS = 250;
const LATEST_MS = 60_000;

/** Runs the machine: stores each step before its effects, wakes up when something is due, and keeps tabs in step. */
export class EventQueue {
  readonly state: Subject<QueueState>;
  /** Events as they are settled, by this tab or another, in order. */
  readonly settled = new Emitter<readonly Settled[]>();
  readonly #parts: QueueParts;
  readonly #channel: Channel;
  readonly #ending = new AbortController();
  readonly #records: RecordBuffer;
  readonly #stopListening: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #flushing = 0;

  private constructor(parts: QueueParts, state: QueueState) {
    this.#parts = parts;
    this.state = new Subject(state);
    this.#records = new RecordBuffer((inputs) => this.#apply(inputs));
    this.#channel = parts.environment.openChannel(parts.name, () => {
      // A storage that is being closed has nothing more to show.
      this.#catchUp().catch(() => {});
    });
    this.#stopListening = parts.environment.onFlush((reason) => this.flushQuietly(reason));
  }

  static async open(parts: QueueParts): Promise<EventQueue> {
    const state = await parts.storage.read();
    const queue = new EventQueue(parts, state);
    // Nothing may depend on this write: where storage is full it fails, and what waits must go out all the same.
    if (state.stopped !== null) await queue.#apply([{ input: 'start' }]).catch(() => []);
    queue.#arm();
    return queue;
  }

  /** Resolves with the event's key once it is stored; rejects where it was not accepted, and then it is nowhere. */
  async record(input: Omit<RecordInput, 'input'>): Promise<string> {
    this.#refuseWhenClosed();
    await this.#records.add({ input: 'record', ...input });
    return input.key;
  }

  /** Sends what waits, and rejects with the error of the first call that fails. */
  async flush(reason: FlushReason): Promise<void> {
    this.#refuseWhenClosed();
    this.#flushing += 1;
    clearTimeout(this.#timer);
    try {
      await this.#parts.lock(this.#parts.name, this.#ending.signal, () => this.#sendAll(reason));
    } catch (error) {
      // Waiting for the lock ends with the session.
      this.#refuseWhenClosed();
      throw error;
    } finally {
      this.#flushing -= 1;
      this.#arm();
    }
  }

  /** As {@link flush}, for those that nobody waits for: what failed shows in the state, and is tried again. */
  flushQuietly(reason: FlushReason): void {
    if (this.#ending.signal.aborted) return;
    if (reason !== 'online' && !this.#parts.environment.isOnline()) return;
    this.flush(reason).catch(() => {});
  }

  close(): void {
    this.#ending.abort();
    clearTimeout(this.#timer);
    this.#stopListening();
    this.#channel.close();
  }

  async #sendAll(reason: FlushReason): Promise<void> {
    await this.#apply([{ input: 'recover' }]);
    while (!this.#ending.signal.aborted) {
      const { now, flushAfterMs } = this.#parts;
      const flush = { input: 'flush', reason, nowMs: now(), batchId: crypto.randomUUID(), flushAfterMs } as const;
      const effects = await this.#apply([flush]);
      const sending = effects.find((one) => one.effect === 'send');
      if (sending === undefined) return;
      const { input, error } = await deliver(sending, this.#parts);
      await this.#apply([input]);
      if (error !== undefined) throw error;
    }
  }

  /** Stores what the inputs lead to, and then shows it. */
  async #apply(inputs: readonly QueueInput[]): Promise<readonly QueueEffect[]> {
    const effects: QueueEffect[] = [];
    const stored = this.#parts.storage.update((before) => {
      effects.length = 0;
      let state = before;
      for (const input of inputs) {
        const next = step(state, input);
        state = next.state;
        effects.push(...next.effects);
      }
      return state;
    });
    const state = await stored.catch((error: unknown) => {
      throw isQuotaError(error) ? storageFull(error) : error;
    });
    this.#show(state);
    this.#channel.tell();
    return effects;
  }

  async #catchUp(): Promise<void> {
    await this.#parts.beforeForeignChange();
    if (!this.#ending.signal.aborted) this.#show(await this.#parts.storage.read());
  }

  #show(state: QueueState): void {
    const { settledTotal } = this.state.value;
    this.state.set(state);
    const news = state.settled.filter((one) => one.ordinal > settledTotal);
    if (news.length > 0) this.settled.emit(news);
    this.#arm();
  }

  #arm(): void {
    clearTimeout(this.#timer);
    const wakeMs = wakeAtMs(this.state.value, this.#parts.flushAfterMs);
    if (wakeMs === null || this.#flushing > 0 || this.#ending.signal.aborted) return;
    const delayMs = Math.min(LATEST_MS, Math.max(SOONEST_MS, wakeMs - this.#parts.now()));
    this.#timer = setTimeout(() => {
      if (this.#parts.environment.isOnline()) this.flushQuietly('timer');
      else this.#arm();
    }, delayMs);
  }

  #refuseWhenClosed(): void {
    if (this.#ending.signal.aborted) throw new EarnPlayError('client/closed', 'The session has ended.');
  }
}

function storageFull(cause: unknown): EarnPlayError {
  return new EarnPlayError('queue/storage-full', 'This device is full.', {}, cause);
}
