import type { Channel, Environment } from '../environment.ts';
import { EarnPlayError } from '../errors.ts';
import { freshId } from '../freshId.ts';
import type { Lock } from '../lock.ts';
import { Emitter, Subject } from '../observable.ts';
import { report } from '../report.ts';
import { type Storage, storageError } from '../storage/storage.ts';
import { type Delivering, deliver } from './deliver.ts';
import type { QueueEffect } from './effects.ts';
import { wakeAtMs } from './flush.ts';
import type { ClockInput, FlushReason, QueueInput, RecordInput } from './inputs.ts';
import { step } from './machine.ts';
import { RecordBuffer } from './recordBuffer.ts';
import type { QueueState, Reading, Settled } from './state.ts';

export interface QueueParts extends Delivering {
  readonly name: string;
  readonly storage: Storage;
  readonly environment: Environment;
  readonly lock: Lock;
  /** How long an event waits before it goes out by itself, as it is now; a minute unless told. */
  readonly flushAfterMs?: () => number;
  /** Called before a change of another tab is shown, so that what goes with it can be read first. */
  readonly beforeForeignChange: () => Promise<void>;
}

const SOONEST_MS = 250;
const LATEST_MS = 60_000;
/** How often an attempt is made while the device says that it is offline. */
const OFFLINE_EVERY_MS = 300_000;

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
  #triedAtMs: number;

  private constructor(parts: QueueParts, state: QueueState) {
    this.#parts = parts;
    this.#triedAtMs = parts.reading().upMs;
    this.state = new Subject(state);
    this.#records = new RecordBuffer((inputs) => this.#apply(inputs));
    this.#channel = parts.environment.openChannel(parts.name, () => {
      // A storage that is being closed has nothing more to show.
      this.#catchUp().catch(() => {});
    });
    this.#stopListening = parts.environment.onFlush((reason) => this.flushQuietly(reason));
  }

  static async open(parts: QueueParts): Promise<EventQueue> {
    const state = await stored(() => parts.storage.read());
    const queue = new EventQueue(parts, state);
    // Nothing may depend on this write: where storage is full it fails, and what waits must go out all the same.
    await queue.#apply([{ input: 'start' }, ...queue.#compared(parts.reading())]).catch(() => []);
    queue.#arm();
    return queue;
  }

  /** Resolves with the event's key once it is stored; rejects where it was not accepted, and then it is nowhere. */
  async record(input: Omit<RecordInput, 'input'>, reading: Reading = this.#parts.reading()): Promise<string> {
    this.#refuseWhenClosed();
    await this.#records.add({ input: 'record', ...input }, this.#compared(reading));
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
    if ((reason === 'timer' || reason === 'hidden') && this.#isSlowed()) return;
    this.flush(reason).catch(() => {});
  }

  /** What is due may be due at another time than before. */
  reconsider(): void {
    this.#arm();
  }

  close(): void {
    this.#ending.abort();
    clearTimeout(this.#timer);
    this.#stopListening();
    this.#channel.close();
  }

  /** Offline, as far as the device knows: what it says may be wrong, so it is tried all the same now and then. */
  #isSlowed(): boolean {
    return !this.#parts.environment.isOnline() && this.#parts.reading().upMs - this.#triedAtMs < OFFLINE_EVERY_MS;
  }

  async #sendAll(reason: FlushReason): Promise<void> {
    await this.#apply([{ input: 'recover' }]);
    while (!this.#ending.signal.aborted) {
      const flushAfterMs = this.#parts.flushAfterMs?.();
      const reading = this.#parts.reading();
      const batchId = freshId();
      const flush = { input: 'flush', reason, nowMs: reading.nowMs, batchId, flushAfterMs } as const;
      const effects = await this.#apply([...this.#compared(reading), flush]);
      const sending = effects.find((one) => one.effect === 'send');
      if (sending === undefined) return;
      this.#triedAtMs = this.#parts.reading().upMs;
      const { input, error } = await deliver(sending, this.#parts);
      const { failures } = this.state.value;
      await this.#apply([...this.#compared(this.#parts.reading()), input]);
      // A batch that was halved, or a culprit that was found, is a step forward.
      const { batch, failures: failuresNow } = this.state.value;
      if (error !== undefined && (batch !== null || failuresNow > failures)) throw error;
    }
  }

  /** None for a clock that is simulated: it has no other to be compared with. */
  #compared(reading: Reading): readonly ClockInput[] {
    return reading.run === '' ? [] : [{ input: 'clock', ...reading }];
  }

  /** Stores what the inputs lead to, and then shows it. */
  async #apply(inputs: readonly QueueInput[]): Promise<readonly QueueEffect[]> {
    const effects: QueueEffect[] = [];
    const update = (before: QueueState) => {
      effects.length = 0;
      let state = before;
      for (const input of inputs) {
        const next = step(state, input);
        state = next.state;
        effects.push(...next.effects);
      }
      return state;
    };
    const state = await stored(() => this.#parts.storage.update(update));
    // It is stored: nothing that is done about it now may make it look as if it were not.
    if (!this.#ending.signal.aborted) {
      try {
        this.#show(state);
        this.#channel.tell();
      } catch (fault) {
        report(fault);
      }
    }
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
    const wakeMs = wakeAtMs(this.state.value, this.#parts.flushAfterMs?.());
    if (wakeMs === null || this.#flushing > 0 || this.#ending.signal.aborted) return;
    const delayMs = Math.min(LATEST_MS, Math.max(SOONEST_MS, wakeMs - this.#parts.reading().nowMs));
    this.#timer = setTimeout(() => {
      if (this.#isSlowed()) this.#arm();
      else this.flushQuietly('timer');
    }, delayMs);
  }

  #refuseWhenClosed(): void {
    if (this.#ending.signal.aborted) throw new EarnPlayError('client/closed', 'The session has ended.');
  }
}

async function stored(work: () => Promise<QueueState>): Promise<QueueState> {
  try {
    return await work();
  } catch (error) {
    throw storageError(error);
  }
}
