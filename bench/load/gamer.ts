import { randomUUID } from 'node:crypto';
import { plainEnvironment } from '../../client/src/environment.ts';
import { asEarnPlayError } from '../../client/src/errors.ts';
import { defaultLock } from '../../client/src/lock.ts';
import type { BatchAnswer } from '../../client/src/queue/deliver.ts';
import type { WireEvent } from '../../client/src/queue/effects.ts';
import { EventQueue } from '../../client/src/queue/eventQueue.ts';
import { memoryStorage } from '../../client/src/storage/memoryStorage.ts';
import { batchEvents } from '../../functions/src/events/contract.ts';
import { firestoreHost } from '../../test/support/environment.ts';
import type { Person } from '../stage.ts';
import type { Calls } from './calls.ts';

/** Prices as a player knows them from the rules of the game, on purpose not taken from the server's configuration. */
const COINS = { GAME_WON: 10, GAME_LOST: 0, AD_WATCHED: 5, STREAK_CLAIMED: 10 } as const;
type Played = keyof typeof COINS;

/** The events of each round: 10 minutes of play in all, within every daily limit. */
const ROUNDS: readonly (readonly Played[])[] = [
  ['STREAK_CLAIMED', 'GAME_WON', 'GAME_LOST', 'AD_WATCHED'],
  ['GAME_WON', 'GAME_WON', 'AD_WATCHED', 'GAME_WON'],
  ['GAME_LOST', 'GAME_WON', 'AD_WATCHED', 'GAME_WON'],
  ['GAME_WON', 'AD_WATCHED', 'GAME_WON', 'GAME_LOST'],
  ['AD_WATCHED', 'GAME_WON', 'GAME_WON', 'GAME_WON'],
];
export const ROUNDS_PLAYED = ROUNDS.length;
export const EVENTS_A_PLAYER = ROUNDS.flat().length;
const PLAYED_MS = 600_000;
const EVENT_EVERY_MS = 7_000;
const GAME = { gameName: 'tic-tac-toe', durationSeconds: 6 };

/** A player with the client's own queue: it decides what goes out, retries, and keeps what was not answered. */
export class Gamer {
  readonly player: Person;
  /** Coins that all accepted events are worth, each once. */
  earned = 0;
  readonly #project: string;
  readonly #calls: Calls;
  readonly #queue: EventQueue;
  readonly #beganMs: number;
  #lastBatch: readonly WireEvent[] = [];

  private constructor(player: Person, project: string, calls: Calls, queue: EventQueue, beganMs: number) {
    this.player = player;
    this.#project = project;
    this.#calls = calls;
    this.#queue = queue;
    this.#beganMs = beganMs;
  }

  static async enter(player: Person, project: string, calls: Calls): Promise<Gamer> {
    let gamer: Gamer | undefined;
    const queue = await EventQueue.open({
      name: player.uid,
      storage: await memoryStorage()(player.uid),
      environment: plainEnvironment,
      lock: defaultLock(),
      send: async (events) => {
        if (gamer === undefined) throw new Error('the queue sends before it was opened');
        return gamer.#send(events);
      },
      reading: () => ({ run: '', nowMs: Date.now(), upMs: performance.now() }),
      random: Math.random,
      beforeForeignChange: async () => {},
    });
    gamer = new Gamer(player, project, calls, queue, Date.now() - PLAYED_MS);
    return gamer;
  }

  /** Plays a round and puts the app away; what cannot be sent now goes out with a later round. */
  async playRound(round: number): Promise<void> {
    const startMs = this.#beganMs + (round * PLAYED_MS) / ROUNDS_PLAYED;
    for (const [at, type] of (ROUNDS[round] ?? []).entries()) {
      const metadata = type.startsWith('GAME_') ? GAME : {};
      const nowMs = startMs + (at + 1) * EVENT_EVERY_MS;
      await this.#queue.record({ key: randomUUID(), type, metadata, nowMs });
      this.earned += COINS[type];
    }
    await this.#queue.flush('demand').catch(() => undefined);
  }

  /** Sends the last batch again, so often and all at once, as clients do whose answers are lost. */
  async repeatLastBatch(times: number): Promise<void> {
    if (this.#lastBatch.length === 0) return;
    await Promise.all(Array.from({ length: times }, () => this.#call(this.#lastBatch).catch(() => undefined)));
  }

  /** Sends what is left; answers how many events still wait. */
  async finish(): Promise<number> {
    await this.#queue.flush('demand').catch(() => undefined);
    return this.#queue.state.value.entries.length;
  }

  /** Events that the server rejected for good. */
  get rejected(): readonly string[] {
    return this.#queue.state.value.settled.flatMap(({ state, code }) => (state === 'REJECTED' ? [String(code)] : []));
  }

  /** Reads the own account as an app does, under the rules. */
  async readAccount(): Promise<void> {
    const { phase } = this.#calls;
    const startedMs = performance.now();
    const path = `projects/${this.#project}/databases/(default)/documents/users/${this.player.uid}`;
    const headers = { authorization: `Bearer ${this.player.idToken}` };
    const response = await fetch(`http://${firestoreHost}/v1/${path}`, { headers });
    await response.text();
    this.#calls.noteRead(phase, performance.now() - startedMs);
    if (!response.ok) this.#calls.violations.push(`an account could not be read: ${response.status}`);
  }

  close(): void {
    this.#queue.close();
  }

  async #send(events: readonly WireEvent[]): Promise<BatchAnswer> {
    this.#lastBatch = events;
    return this.#call(events);
  }

  async #call(events: readonly WireEvent[]): Promise<BatchAnswer> {
    const { deviceHash } = this.player;
    const { result, error } = await this.#calls.make(this.player, 'batchEvents', { events, deviceHash });
    if (error === undefined) return batchEvents.output.parse(result);
    throw asEarnPlayError(Object.assign(new Error(error.message), { code: error.status, details: error.details }));
  }
}
