import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { FirebaseApp } from 'firebase/app';
import { collection, doc, getDoc, getDocs, getFirestore, limit, orderBy, query } from 'firebase/firestore';
import type { Game, SettledEvent } from '../../../client/src/index.ts';
import { fileStorage } from '../../../client/src/node.ts';
import { monthOfDay, utcDay } from '../../../functions/src/kernel/time.ts';
import { until } from '../../../scripts/demo/until.ts';
import type { FastClock } from './clock.ts';
import { actionsOf, type SessionPlan, type Step, TYPICAL_DAY } from './day.ts';
import { Phone } from './phone.ts';

export type CreateGame = typeof import('../../../client/src/index.ts').createEarnPlay;

export interface PlayedDay {
  readonly uid: string;
  readonly coins: number;
}

/** A player with a phone. The queue alone decides when which actions go out; this plays and puts the app away. */
export class Device {
  readonly #create: CreateGame;
  readonly #clock: FastClock;
  readonly #phone = new Phone(`${randomUUID()}@example.com`);
  readonly #deviceHash = randomBytes(32).toString('hex');
  readonly #disk: string;
  readonly #settled: SettledEvent[] = [];
  #uid: string | undefined;

  private constructor(create: CreateGame, clock: FastClock, folder: string) {
    this.#create = create;
    this.#clock = clock;
    this.#disk = join(folder, randomUUID());
  }

  static async signedUp(create: CreateGame, clock: FastClock, folder: string): Promise<Device> {
    const device = new Device(create, clock, folder);
    await device.#open((game) => device.#signUp(game));
    return device;
  }

  async #signUp(game: Game): Promise<void> {
    this.#uid = (await game.signUp({ country: 'NL', deviceHash: this.#deviceHash })).uid;
  }

  get uid(): string {
    if (this.#uid === undefined) throw new Error('nobody has signed up here');
    return this.#uid;
  }

  async playSession(at: number): Promise<void> {
    const session = TYPICAL_DAY[at];
    if (session === undefined) throw new Error(`a day has no session ${at}`);
    this.#clock.rewind(session.endsAtSecond);
    await this.#open((game, app) => this.#playSession(session, game, app));
  }

  /** What was played, once all sessions were; throws where anything was not credited. */
  playedDay(): PlayedDay {
    const expected = actionsOf(TYPICAL_DAY).length;
    const credited = this.#settled.filter(({ state, duplicate }) => state === 'SYNCED' && !duplicate);
    if (credited.length !== expected) {
      const others = this.#settled.filter((one) => !credited.includes(one)).map(({ code, type }) => `${type} ${code}`);
      throw new Error(`${credited.length} of ${expected} actions were credited; not so: ${others.join(', ')}`);
    }
    return { uid: this.uid, coins: credited.reduce((sum, { coins }) => sum + coins, 0) };
  }

  /** Opens the app, asks for the money and looks at the request; answers its id. */
  async withdraw(amount: number): Promise<string> {
    let withdrawalId = '';
    await this.#open(async (game, app) => {
      const to = { method: 'paypal', paymentDetails: { email: `${this.uid}@example.com` } } as const;
      ({ withdrawalId } = await game.call.requestWithdrawal({ amount, ...to, deviceHash: this.#deviceHash }));
      await getDoc(doc(getFirestore(app), 'withdrawals', withdrawalId));
    });
    return withdrawalId;
  }

  async #open(play: (game: Game, app: FirebaseApp) => Promise<void>): Promise<void> {
    const app = await this.#phone.start();
    const game = this.#create(app, { storage: fileStorage(this.#disk), now: this.#clock.now });
    const stop = game.events.subscribe((event) => this.#settled.push(event));
    try {
      await play(game, app);
    } finally {
      stop();
      await game.close();
      await this.#phone.stop(app);
    }
  }

  async #playSession({ steps, endsAtSecond }: SessionPlan, game: Game, app: FirebaseApp): Promise<void> {
    const startMs = this.#clock.now();
    for (const { atSecond, action } of steps) {
      await this.#clock.until(startMs + atSecond * 1_000);
      await this.#take(action, game, app);
    }
    await this.#clock.until(startMs + endsAtSecond * 1_000);
    // Where there is no page to hide, the app flushes when it goes to the background (client/README.md).
    await game.flush();
    await until('the balance follows', () => game.queue.value.pending === 0 && game.balance.value.pendingCoins === 0);
  }

  async #take(action: Step['action'], game: Game, app: FirebaseApp): Promise<void> {
    if (action === 'open-profile') await this.#openProfile(app);
    else if (action.type === 'GAME_WON') await game.record(action.type, action.metadata);
    else if (action.type === 'AD_WATCHED') await game.record(action.type, action.metadata);
    else await game.record(action.type, {});
  }

  /** What a profile shows: the account, the month's totals and the newest lines of the inbox. */
  async #openProfile(app: FirebaseApp): Promise<void> {
    const account = doc(getFirestore(app), 'users', this.uid);
    const month = monthOfDay(utcDay(Date.now()));
    await Promise.all([
      getDoc(account),
      getDoc(doc(account, 'monthlyStats', month)),
      getDocs(query(collection(account, 'inbox'), orderBy('at', 'desc'), limit(20))),
    ]);
  }
}
