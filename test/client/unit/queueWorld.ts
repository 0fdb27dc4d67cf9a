import assert from 'node:assert/strict';
import type { QueueEffect, WireEvent } from '../../../client/src/queue/effects.ts';
import type { QueueInput, WireResult } from '../../../client/src/queue/inputs.ts';
import { step } from '../../../client/src/queue/machine.ts';
import { EMPTY_QUEUE, QUEUE_LIMIT, type QueueState, type Settled } from '../../../client/src/queue/state.ts';

const MINUTE_MS = 60_000;
const WEEK_MS = 7 * 24 * 60 * MINUTE_MS;
const COINS = 10;

/** What may befall a device; every operation is possible at every moment. */
export type Operation =
  | { readonly do: 'record' }
  | { readonly do: 'flush'; readonly reason: 'timer' | 'hidden' | 'online' | 'demand' }
  | { readonly do: 'arrive' }
  | { readonly do: 'answer' }
  | { readonly do: 'loseAnswer' }
  | { readonly do: 'refuse'; readonly code: 'rate/limited' | 'platform/contention' | 'users/not-found' }
  | { readonly do: 'crash' }
  /** Dies, has its clock set while it is off, and starts again. */
  | { readonly do: 'setWhileOff'; readonly minutes: number }
  | { readonly do: 'wait'; readonly minutes: number }
  | { readonly do: 'sleep'; readonly minutes: number }
  | { readonly do: 'setClock'; readonly minutes: number };

interface Call {
  readonly batchId: string;
  readonly events: readonly WireEvent[];
  results: readonly WireResult[] | undefined;
  serverTime: number;
}

/** How long a game takes that is recorded. */
export const GAME_MS = 31_000;

/** A device and a server that share no code: the server remembers events by UTC day, as the real one does. */
export class QueueWorld {
  state: QueueState = EMPTY_QUEUE;
  readonly accepted: string[] = [];
  readonly settled: Settled[] = [];
  readonly credits: string[] = [];
  #trueMs = 1_800_000_000_000;
  /** With which instant each event was sent last, in the order of recording. */
  readonly sentAs = new Map<string, number>();
  /** Whether the device can tell when the server made an answer; else it takes its arrival for that, however late. */
  isPunctual = false;
  #clockErrorMs: number;
  #upMs = 0;
  #run = 'run-1';
  #call: Call | undefined;
  /** The batch that has been sent and not answered, as it went over the wire. */
  #unanswered: string | undefined;
  readonly #orphans: Call[] = [];
  readonly #days = new Set<string>();
  #counter = 0;

  constructor(clockErrorMs = 0) {
    this.#clockErrorMs = clockErrorMs;
    this.#start();
  }

  run(operation: Operation): void {
    this.#perform(operation);
    this.#check();
  }

  /** The network is good from now on and the clock keeps going; answers how many rounds it took. */
  settleAll(): void {
    for (let round = 0; this.state.entries.length > 0; round += 1) {
      assert.ok(round < 100, `${this.state.entries.length} events never settle`);
      for (const call of this.#orphans.splice(0)) this.#process(call);
      if (this.#call === undefined) this.run({ do: 'flush', reason: 'demand' });
      this.run({ do: 'arrive' });
      this.run({ do: 'answer' });
      this.run({ do: 'wait', minutes: 61 });
    }
  }

  #perform(operation: Operation): void {
    switch (operation.do) {
      case 'record':
        this.#record();
        return;
      case 'flush':
        // The tab that asks has the lock only when no call is under way.
        if (this.#call !== undefined) return;
        this.#apply({ input: 'recover' });
        this.#read();
        this.#apply({ input: 'flush', reason: operation.reason, nowMs: this.#nowMs, batchId: this.#fresh('batch') });
        return;
      case 'arrive':
        this.#arrive();
        return;
      case 'answer':
        this.#answer();
        return;
      case 'loseAnswer':
        this.#fail('client/unreachable', true, true);
        return;
      case 'refuse':
        this.#refuse(operation.code);
        return;
      case 'crash':
        this.#crash();
        this.#start();
        return;
      case 'setWhileOff':
        this.#crash();
        this.#clockErrorMs = operation.minutes * MINUTE_MS;
        this.#start();
        return;
      case 'wait':
        this.#pass(operation.minutes * MINUTE_MS);
        return;
      case 'sleep':
        this.#trueMs += operation.minutes * MINUTE_MS;
        return;
      case 'setClock':
        this.#clockErrorMs = operation.minutes * MINUTE_MS;
    }
  }

  #pass(durationMs: number): void {
    this.#trueMs += durationMs;
    this.#upMs += durationMs;
  }

  #crash(): void {
    // The request may be on the wire still, and arrive after the restart.
    if (this.#call !== undefined && this.#call.results === undefined) this.#orphans.push(this.#call);
    this.#call = undefined;
  }

  #start(): void {
    this.#run = this.#fresh('run');
    this.#upMs = 0;
    this.#apply({ input: 'start' });
    this.#read();
  }

  /** What a runner gives before every input with an instant. */
  #read(): void {
    this.#apply({ input: 'clock', run: this.#run, nowMs: this.#nowMs, upMs: this.#upMs });
  }

  /** Requests whose sender has given up arrive late, in any order with those of today. */
  #arrive(): void {
    const late = this.#orphans.shift();
    if (late !== undefined) this.#process(late);
    else if (this.#call !== undefined && this.#call.results === undefined) this.#process(this.#call);
  }

  get #nowMs(): number {
    return this.#trueMs + this.#clockErrorMs;
  }

  #fresh(what: string): string {
    this.#counter += 1;
    return `${what}-${this.#counter}`;
  }

  #record(): void {
    const key = this.#fresh('event');
    this.#pass(GAME_MS);
    this.#read();
    const before = this.state;
    const metadata = { gameName: 'chess', durationSeconds: 30 };
    const effects = this.#apply({ input: 'record', key, type: 'GAME_WON', metadata, nowMs: this.#nowMs });
    const isRefused = effects.some(({ effect }) => effect === 'refused');
    assert.equal(isRefused, before.entries.length >= QUEUE_LIMIT, 'only a full queue refuses');
    if (isRefused) assert.equal(this.state, before, 'a refused event leaves no trace');
    else {
      this.accepted.push(key);
      this.sentAs.set(key, Number.NaN);
    }
  }

  #answer(): void {
    const call = this.#call;
    if (call?.results === undefined) return;
    this.#call = undefined;
    this.#unanswered = undefined;
    const { batchId, results, serverTime } = call;
    this.#read();
    const sinceMs = this.isPunctual ? this.#trueMs - serverTime : 0;
    const times = { serverTime, midwayMs: this.#nowMs - sinceMs, nowMs: this.#nowMs };
    this.#apply({ input: 'answered', batchId, results, ...times, retryable: [], random: 0.5 });
  }

  #refuse(code: string): void {
    // A refusal by the rate gate or the account comes before anything is done.
    if (this.#call?.results !== undefined && code !== 'platform/contention') return;
    this.#fail(code, code !== 'users/not-found', code === 'platform/contention');
  }

  #fail(code: string, retryable: boolean, doubtful: boolean): void {
    const call = this.#call;
    if (call === undefined) return;
    if (doubtful && call.results === undefined) this.#orphans.push(call);
    this.#call = undefined;
    this.#read();
    const facts = { retryable, doubtful, retryAfterSeconds: code === 'rate/limited' ? 60 : 0 };
    this.#apply({ input: 'failed', batchId: call.batchId, code, ...facts, nowMs: this.#nowMs, random: 0.5 });
  }

  #apply(input: QueueInput): readonly QueueEffect[] {
    const { state, effects } = step(this.state, input);
    this.state = state;
    for (const effect of effects) {
      if (effect.effect === 'settled') this.settled.push(...effect.settled);
      if (effect.effect === 'send') this.#send(effect.batchId, effect.events);
    }
    return effects;
  }

  #send(batchId: string, events: readonly WireEvent[]): void {
    assert.equal(this.#call, undefined, 'one call at a time');
    const wire = JSON.stringify({ batchId, events });
    assert.equal(this.#unanswered ?? wire, wire, 'a batch is sent again exactly as it was, until it is answered');
    this.#unanswered = wire;
    this.#call = { batchId, events, results: undefined, serverTime: this.#trueMs };
    for (const { idempotencyKey, occurredAt } of events) this.sentAs.set(idempotencyKey, occurredAt);
  }

  #process(call: Call): void {
    call.serverTime = this.#trueMs;
    call.results = call.events.map(({ idempotencyKey, occurredAt }) => {
      const isAhead = occurredAt > this.#trueMs + 5 * MINUTE_MS;
      if (isAhead || occurredAt < this.#trueMs - WEEK_MS) {
        return { status: 'rejected', coins: 0, code: 'events/outside-window' };
      }
      const name = `${new Date(occurredAt).toISOString().slice(0, 10)}:${idempotencyKey}`;
      if (this.#days.has(name)) return { status: 'duplicate', coins: COINS };
      this.#days.add(name);
      this.credits.push(idempotencyKey);
      return { status: 'credited', coins: COINS };
    });
  }

  #check(): void {
    const { entries, batch } = this.state;
    const waiting = entries.map(({ key }) => key);
    const done = this.settled.map(({ key }) => key);
    assert.equal(new Set([...waiting, ...done]).size, waiting.length + done.length, 'an event is in one place');
    assert.equal(waiting.length + done.length, this.accepted.length, 'no event is lost');
    const places = waiting.map((key) => this.accepted.indexOf(key));
    assert.deepEqual(
      places,
      places.toSorted((left, right) => left - right),
      'what waits keeps its order',
    );
    assert.equal(new Set(this.credits).size, this.credits.length, 'an event is credited once');
    const seqs = new Set(batch?.seqs);
    assert.ok(
      entries.every(({ seq, state }) => state === 'PENDING' || seqs.has(seq)),
      'only a batch is under way',
    );
  }
}
