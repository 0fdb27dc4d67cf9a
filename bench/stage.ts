import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { HOUR_MS } from '../functions/src/kernel/time.ts';
import type { DarkServer } from '../test/support/darkServer.ts';
import { type DarkPerson, DarkWorld } from '../test/support/darkWorld.ts';

/**
 * A project of a benchmark's own on the suite's Firestore, Pub/Sub and Auth, with instances of the functions that serve
 * many calls at once, as instances in the cloud do. The emulator would start a process for each call under way and so
 * measure mostly that. What the platform does after a commit, relaying and delivering, an instance of its own does here.
 */
const PAUSE_MS = 250;
const DELIVERIES_AT_ONCE = 10;
const SETTINGS = { ECONOMY_CACHE_SECONDS: '60' };

const message = z.object({ eventId: z.string(), type: z.string() }).passthrough();

export type Person = DarkPerson;

export class Stage {
  readonly #world: DarkWorld;
  readonly #background: DarkServer;
  readonly #delivered = new Set<string>();
  readonly #failures: string[] = [];

  private constructor(world: DarkWorld, background: DarkServer) {
    this.#world = world;
    this.#background = background;
  }

  static async open(): Promise<Stage> {
    const world = await DarkWorld.open(SETTINGS);
    return new Stage(world, await world.another(SETTINGS));
  }

  async close(): Promise<void> {
    await Promise.all([this.#background.stop(), this.#world.close()]);
  }

  get project(): string {
    return this.#world.project;
  }

  /** Messages that were delivered, each to all consumers of its topic. */
  get deliveries(): number {
    return this.#delivered.size;
  }

  /** Deliveries that failed and were made again, by their errors. */
  get failedDeliveries(): readonly string[] {
    return this.#failures;
  }

  /** What the instance has logged that carries on what others committed. */
  get logs(): readonly string[] {
    return this.#background.logs;
  }

  player(): Promise<Person> {
    return this.#world.player();
  }

  /** A player who may withdraw, with so many coins. */
  earner(coins: number): Promise<Person> {
    return this.#world.earner(coins);
  }

  admin(): Promise<Person> {
    return this.#world.staff('admin');
  }

  startInstance(environment: Readonly<Record<string, string>> = {}): Promise<DarkServer> {
    return this.#world.another({ ...SETTINGS, ...environment });
  }

  read(path: string): Promise<Record<string, unknown> | undefined> {
    return this.#background.ask('read', path);
  }

  async list(collection: string): Promise<readonly Record<string, unknown>[]> {
    return (await this.#background.ask('list', collection)).map(({ data }) => data);
  }

  /** What the ledger's own audit finds wrong with a player. */
  discrepancies(uid: string): Promise<readonly unknown[]> {
    return this.#background.ask('verify', uid);
  }

  /** Carries on what is committed while `work` goes on. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    let ended = false;
    const background = this.#carryOnUntil(() => ended);
    try {
      return await work();
    } finally {
      ended = true;
      await background;
    }
  }

  /** Relays what waits on any page, and delivers what was published since the last time. */
  async carryOn(): Promise<void> {
    await this.#background.ask('sweepOutbox', Date.now() + HOUR_MS);
    const published = (await this.#world.published()).map((one) => message.parse(one));
    const fresh = published.filter(({ eventId }) => !this.#delivered.has(eventId));
    for (let at = 0; at < fresh.length; at += DELIVERIES_AT_ONCE) {
      await Promise.all(fresh.slice(at, at + DELIVERIES_AT_ONCE).map((one) => this.#deliver(one)));
    }
  }

  async #carryOnUntil(ended: () => boolean): Promise<void> {
    while (!ended()) {
      await this.carryOn();
      await delay(PAUSE_MS);
    }
  }

  /** Marked only once it has succeeded: what fails is delivered again the next time, as Pub/Sub does. */
  async #deliver(one: z.output<typeof message>): Promise<void> {
    try {
      await this.#background.ask('deliver', one);
      this.#delivered.add(one.eventId);
    } catch (error) {
      this.#failures.push(error instanceof Error ? error.message : 'no error was given');
    }
  }
}
