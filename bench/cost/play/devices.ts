import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { DAY_MS } from '../../../functions/src/kernel/time.ts';
import { growOlder } from '../../../scripts/suite/growOlder.ts';
import { TYPICAL_DAY } from './day.ts';
import type { PlayedDay } from './device.ts';

export interface DeviceSettings {
  readonly players: number;
  /** How much faster than the world the devices' clocks run. */
  readonly speed: number;
  /** The client's own option; longer than a session, it goes out in one piece when the app is put away. */
  readonly flushSeconds: number;
}

export type DeviceOrder =
  | { readonly order: 'sign-up'; readonly settings: DeviceSettings }
  | { readonly order: 'play'; readonly session: number }
  | { readonly order: 'withdraw'; readonly amount: number };

export interface DeviceReply {
  readonly uids: readonly string[];
  /** What the day was, after its last session. */
  readonly played: readonly PlayedDay[];
  readonly withdrawalIds: readonly string[];
}

/** The devices of a few players, metered under a name. */
export class Devices {
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  readonly uids: string[] = [];

  static async signedUp(name: string, settings: DeviceSettings): Promise<Devices> {
    const env = { ...process.env, EARNPLAY_METER_AS: name };
    const stdio = ['ignore', 'ignore', 'inherit', 'ipc'] as const;
    const devices = new Devices(fork(join(import.meta.dirname, 'deviceProcess.ts'), { env, stdio: [...stdio] }));
    devices.uids.push(...(await devices.#ask({ order: 'sign-up', settings })).uids);
    // Their clocks begin sessions in the past, for which an account of today would earn nothing.
    await Promise.all(devices.uids.map((uid) => growOlder(uid, DAY_MS)));
    return devices;
  }

  /** Everybody's day, session by session; hours lie between them, and `afterSession` is what happens in these. */
  async play(afterSession: () => Promise<void>): Promise<readonly PlayedDay[]> {
    let played: readonly PlayedDay[] = [];
    for (const session of TYPICAL_DAY.keys()) {
      ({ played } = await this.#ask({ order: 'play', session }));
      await afterSession();
    }
    return played;
  }

  async withdraw(amount: number): Promise<readonly string[]> {
    return (await this.#ask({ order: 'withdraw', amount })).withdrawalIds;
  }

  end(): void {
    this.#child.kill();
  }

  async #ask(order: DeviceOrder): Promise<DeviceReply> {
    const answered: Promise<DeviceReply[]> = once(this.#child, 'message');
    const ended = once(this.#child, 'exit');
    this.#child.send(order);
    const reply = await Promise.race([answered.then(([first]) => first), ended.then(() => undefined)]);
    if (reply === undefined) throw new Error('the devices have died');
    return reply;
  }
}
