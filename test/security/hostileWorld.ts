import assert from 'node:assert/strict';
import { adminFirestore } from '../../functions/src/platform/runtime/firebase.ts';
import { verifyUser } from '../../functions/src/wallet/verifyUser.ts';
import type { Answer } from '../support/callable.ts';
import { demoSettings } from '../support/demoSettings.ts';
import { FunctionServer } from '../support/functionServer.ts';
import { GoogleService } from '../support/googleService.ts';
import { insist } from '../support/keyed.ts';
import { freshAddress, freshKey, type Player, world } from '../support/world.ts';

/**
 * A deployment that verifies every signature, as production does, and the people of the attacks. The attacker is a player
 * in good standing with an unmodified phone to attest the app, which is all that anybody can buy.
 */
export class HostileWorld {
  readonly google: GoogleService;
  readonly server: FunctionServer;
  readonly #everybody: Player[] = [];

  private constructor(google: GoogleService, server: FunctionServer) {
    this.google = google;
    this.server = server;
  }

  static async open(): Promise<HostileWorld> {
    const google = await GoogleService.start();
    const switches = { STAFF_MFA_REQUIRED: 'true', ECONOMY_CACHE_SECONDS: '1' };
    return new HostileWorld(
      google,
      await FunctionServer.start({ ...demoSettings(), ...google.environment, ...switches }),
    );
  }

  async close(): Promise<void> {
    await this.server.stop();
    await this.google.stop();
  }

  /** Somebody with an account and this many coins, active enough to withdraw. */
  async player(coins = 0): Promise<Player> {
    const player = this.#watched(await world.player());
    if (coins === 0) return player;
    const gift = { uid: player.uid, currency: 'coins', amount: coins, reason: 'coins to be stolen' };
    await insist(await world.staff('admin'), 'adjustBalance', gift);
    const { stats } = await player.stored();
    const active = { ...stats, gamesWon: 10, adsWatched: 50 };
    await (await adminFirestore()).doc(`users/${player.uid}`).update({ stats: active });
    return player;
  }

  async visitor(): Promise<Player> {
    return this.#watched(await world.visitor());
  }

  /** A call with a signed ID token and a fresh App Check token, unless the attacker has others. */
  call(player: Player, name: string, input: object, tokens: { id?: string; app?: string } = {}): Promise<Answer> {
    const { id = this.google.idToken(player.uid), app = this.google.appToken() } = tokens;
    const headers = { 'x-firebase-appcheck': app };
    return player.call(name, input, { url: this.server.url, idToken: id, headers });
  }

  /** As {@link call}, under a fresh key; answers the refusal's code or `ok`. */
  async outcome(player: Player, name: string, input: object, tokens?: { id?: string; app?: string }): Promise<string> {
    const { error } = await this.call(player, name, { ...input, idempotencyKey: freshKey() }, tokens);
    // What is no token at all is refused by the SDK itself, with its status alone.
    return error === undefined ? 'ok' : (error.details?.code ?? error.status);
  }

  /** Runs an attack after which every ledger of these people, and what is stored of them, must be as before. */
  async unmoved(people: readonly Player[], attack: () => Promise<unknown>): Promise<void> {
    const state = () => Promise.all(people.map(async (one) => [await one.ledger(), await one.stored()]));
    const before = await state();
    await attack();
    assert.deepEqual(await state(), before);
  }

  /** No ledger has a gap, and nothing that was refused was refused for a reason that the catalogue does not know. */
  async verify(): Promise<void> {
    for (const one of this.#everybody) {
      if ((await one.stored()).uid === undefined) continue;
      assert.deepEqual((await verifyUser(one.uid)).discrepancies, [], one.uid);
    }
    assert.deepEqual(this.server.logged('unexpected failure'), []);
  }

  #watched(player: Player): Player {
    this.#everybody.push(player);
    return player;
  }
}

export async function coinsOf(player: Player): Promise<{ available: number; locked: number }> {
  return (await player.stored()).balances?.coins ?? { available: 0, locked: 0 };
}

export function withdrawal(player: Player, amount = 500) {
  const paymentDetails = { email: `${freshKey()}@example.org` };
  return { amount, method: 'paypal', paymentDetails, deviceHash: player.deviceHash };
}

/** The same people from another address, for attacks that must not end at the rate limit of one. */
export function fromElsewhere(player: Player): Player {
  return Object.assign(Object.create(player), { address: freshAddress() });
}

export function count(outcomes: readonly string[], outcome: string): number {
  return outcomes.filter((one) => one === outcome).length;
}
