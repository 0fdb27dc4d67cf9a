import { randomUUID } from 'node:crypto';
import { DAY_MS, HOUR_MS } from '../../functions/src/kernel/time.ts';
import { darkProject } from '../features/events/instances.ts';
import { Subscription } from '../features/events/messages.ts';
import { type Answer, type CallOptions, callFunction } from './callable.ts';
import { DarkServer } from './darkServer.ts';
import { authHost } from './environment.ts';
import { unsignedToken } from './tokens.ts';
import { freshAddress, freshDevice, freshKey } from './world.ts';

const TOPICS = ['referral.claimed', 'withdrawal.updated'];

/**
 * A project of a test's own, with people in it and one healthy server. Nothing runs by itself here: {@link DarkWorld.pump}
 * does what sweeps, Pub/Sub and consumers would have done.
 */
export class DarkWorld {
  readonly project: string;
  readonly server: DarkServer;
  readonly #subscriptions: readonly Subscription[];

  private constructor(project: string, server: DarkServer, subscriptions: readonly Subscription[]) {
    this.project = project;
    this.server = server;
    this.#subscriptions = subscriptions;
  }

  static async open(environment: Readonly<Record<string, string>> = {}): Promise<DarkWorld> {
    const project = darkProject();
    const subscriptions = await Promise.all(TOPICS.map((topic) => Subscription.open(topic, project)));
    return new DarkWorld(project, await DarkServer.start(project, environment), subscriptions);
  }

  async close(): Promise<void> {
    await Promise.all([this.server.stop(), ...this.#subscriptions.map((one) => one.close())]);
  }

  /** Another process of the same project. */
  another(environment: Readonly<Record<string, string>> = {}): Promise<DarkServer> {
    return DarkServer.start(this.project, environment);
  }

  /** Another process of the same project, where it is that much later. */
  later(days: number): Promise<DarkServer> {
    return this.another({ DARK_CLOCK_AHEAD_MS: String(days * DAY_MS) });
  }

  async person(claims: Record<string, unknown> = {}, uid = `dark-${randomUUID()}`): Promise<DarkPerson> {
    const person = new DarkPerson(this, uid, claims);
    await openAuthUser(this.project, person.uid, claims);
    return person;
  }

  /** The same person, signed in with other claims. */
  async same(person: DarkPerson, claims: Record<string, unknown>): Promise<DarkPerson> {
    await setClaims(this.project, person.uid, claims);
    return new DarkPerson(this, person.uid, claims);
  }

  /** Changes somebody at Auth, behind everybody's back. */
  tellAuth(path: string, body: object): Promise<void> {
    return tellAuth(this.project, path, body);
  }

  staff(role: 'admin' | 'support'): Promise<DarkPerson> {
    return this.person({ role });
  }

  async player(): Promise<DarkPerson> {
    const person = await this.person();
    await person.insist('createUser', { deviceHash: person.deviceHash });
    return person;
  }

  /** A player who may withdraw: of a certain age, with the activity that is asked for, and with coins by postings. */
  async earner(coins: number): Promise<DarkPerson> {
    const player = await this.player();
    const [admin, second] = await Promise.all([this.staff('admin'), this.staff('admin')]);
    const more = { uid: player.uid, currency: 'coins', amount: coins, reason: 'coins for a test' };
    const { status, adjustmentId } = await admin.insist('adjustBalance', more);
    if (status !== 'APPLIED') await second.insist('adjustBalance', { adjustmentId });
    const { stats } = await player.stored();
    const active = { ...stats, gamesWon: 10, adsWatched: 50 };
    await player.mend({ stats: active });
    return player;
  }

  /** Everything published so far, the same message as often as it was published. */
  async published(): Promise<Record<string, any>[]> {
    return (await Promise.all(this.#subscriptions.map((one) => one.received()))).flat();
  }

  /** Relays what waits anywhere and delivers everything that was ever published; answers how many messages those were. */
  async pump(): Promise<number> {
    await this.server.ask('sweepOutbox', Date.now() + HOUR_MS);
    const messages = await this.published();
    for (const message of messages) await this.server.ask('deliver', message as { type: string });
    return messages.length;
  }
}

export class DarkPerson {
  readonly uid: string;
  readonly deviceHash = freshDevice();
  readonly address = freshAddress();
  readonly idToken: string;
  readonly #world: DarkWorld;

  constructor(world: DarkWorld, uid: string, claims: Record<string, unknown>) {
    this.#world = world;
    this.uid = uid;
    const signedInAt = Math.floor(Date.now() / 1_000) + 60;
    this.idToken = unsignedToken({ ...claims, sub: uid, user_id: uid, auth_time: signedInAt });
  }

  call(name: string, data: unknown, options: CallOptions = {}): Promise<Answer> {
    const headers = { 'x-forwarded-for': this.address, ...options.headers };
    return callFunction(name, data, { idToken: this.idToken, url: this.#world.server.url, ...options, headers });
  }

  /** A keyed request under a fresh key. */
  send(name: string, input: Readonly<Record<string, unknown>>, options: CallOptions = {}): Promise<Answer> {
    return this.call(name, { idempotencyKey: freshKey(), ...input }, options);
  }

  /** As {@link send}, and insists that it succeeds. */
  async insist(name: string, input: Readonly<Record<string, unknown>>): Promise<Answer['result']> {
    const { error, result } = await this.send(name, input);
    if (error !== undefined) throw new Error(`${name}: ${JSON.stringify(error)}`);
    return result;
  }

  async stored(): Promise<Record<string, any>> {
    return (await this.#world.server.ask('read', `users/${this.uid}`)) ?? {};
  }

  async coins(): Promise<{ available: number; locked: number }> {
    return (await this.stored()).balances.coins;
  }

  /** Changes the account behind the functions' back. */
  mend(fields: Record<string, unknown>): Promise<void> {
    return this.#world.server.ask('write', `users/${this.uid}`, fields);
  }

  /** Lets the account have been created that long ago. */
  aged(days: number): Promise<void> {
    return this.#world.server.ask('age', `users/${this.uid}`, Date.now() - days * DAY_MS);
  }

  inbox() {
    return this.#world.server.ask('list', `users/${this.uid}/inbox`);
  }

  /** What the ledger's own audit finds wrong with this player. */
  discrepancies(): Promise<readonly unknown[]> {
    return this.#world.server.ask('verify', this.uid);
  }
}

async function openAuthUser(project: string, localId: string, claims: Record<string, unknown>): Promise<void> {
  await tellAuth(project, 'accounts', { localId });
  await setClaims(project, localId, claims);
}

function setClaims(project: string, localId: string, claims: Record<string, unknown>): Promise<void> {
  return tellAuth(project, 'accounts:update', { localId, customAttributes: JSON.stringify(claims) });
}

async function tellAuth(project: string, path: string, body: object): Promise<void> {
  const url = `http://${authHost}/identitytoolkit.googleapis.com/v1/projects/${project}/${path}`;
  const headers = { authorization: 'Bearer owner', 'content-type': 'application/json' };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`auth emulator ${path}: ${response.status} ${await response.text()}`);
}
