import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { z } from 'zod';
import { adminFirestore } from '../../../functions/src/platform/runtime/firebase.ts';
import { signUp } from '../../../test/support/auth.ts';
import { callFunction } from '../../../test/support/callable.ts';
import { NEW_PLAYER } from '../../baselines/baseline.ts';
import * as transactionPerEvent from '../../baselines/transactionPerEvent.ts';
import * as writePerAction from '../../baselines/writePerAction.ts';
import { type ClassicName, classicDesigns } from './classicDesigns.ts';
import { type Action, TYPICAL_DAY } from './day.ts';

const listening = z.object({ port: z.number() });

const COLLECTIONS: Readonly<Record<ClassicName, string>> = {
  [classicDesigns.write]: writePerAction.collection,
  [classicDesigns.transaction]: transactionPerEvent.collection,
};

/** What the day's wins and ads are worth to a baseline, which knows neither streaks nor spins. */
const COINS_A_DAY = 15 * 10 + 10 * 5;

/** A classic design in a process of its own. It has no listener, no ledger, no messages, no withdrawals and no schedules. */
export class ClassicGame {
  readonly #name: ClassicName;
  readonly #child: ChildProcess;
  readonly #url: string;

  private constructor(name: ClassicName, child: ChildProcess, url: string) {
    this.#name = name;
    this.#child = child;
    this.#url = url;
  }

  static async start(name: ClassicName): Promise<ClassicGame> {
    const env = { ...process.env, EARNPLAY_METER_AS: name };
    const stdio = ['ignore', 'ignore', 'inherit', 'ipc'] as const;
    const child = fork(join(import.meta.dirname, 'classicServer.ts'), [name], { env, stdio: [...stdio] });
    const [first]: unknown[] = await once(child, 'message');
    return new ClassicGame(name, child, `http://127.0.0.1:${listening.parse(first).port}`);
  }

  async newPlayers(count: number): Promise<ClassicPlayer[]> {
    const players = await Promise.all(Array.from({ length: count }, () => signUp()));
    const database = await adminFirestore();
    for (const { uid } of players) await database.doc(this.#pathOf(uid)).create(NEW_PLAYER);
    return players;
  }

  /** All players' days, one call after the other, so that what the process spends meanwhile is that call's. */
  async play(players: readonly ClassicPlayer[]): Promise<void> {
    for (const player of players) {
      for (const { action } of TYPICAL_DAY.flatMap(({ steps }) => steps)) {
        await (action === 'open-profile' ? this.#openProfile(player) : this.#reward(player, action));
      }
    }
  }

  /** Insists that everybody has what the day was worth. */
  async check(players: readonly ClassicPlayer[]): Promise<void> {
    const database = await adminFirestore();
    for (const { uid } of players) {
      const coins: unknown = (await database.doc(this.#pathOf(uid)).get()).get('coins');
      if (coins !== COINS_A_DAY) throw new Error(`${this.#name}: ${String(coins)} of ${COINS_A_DAY} coins`);
    }
  }

  end(): void {
    this.#child.kill();
  }

  #pathOf(uid: string): string {
    return `${COLLECTIONS[this.#name]}/${uid}`;
  }

  async #reward({ idToken }: ClassicPlayer, action: Action): Promise<void> {
    const event = { ...action, idempotencyKey: randomUUID(), occurredAt: Date.now() };
    const { error } = await callFunction('rewardAction', event, { url: this.#url, idToken });
    if (error !== undefined) throw new Error(`rewardAction: ${JSON.stringify(error)}`);
  }

  async #openProfile({ uid }: ClassicPlayer): Promise<void> {
    const read = once(this.#child, 'message');
    this.#child.send(this.#pathOf(uid));
    await read;
  }
}

export type ClassicPlayer = Awaited<ReturnType<typeof signUp>>;
