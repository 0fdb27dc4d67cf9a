import { createHash, randomUUID } from 'node:crypto';
import { callables } from '../../functions/src/contract.ts';
import { askAs, place } from './place.ts';

/** A player with nothing but HTTP: signs in with a password and calls the functions as any client does. */
const PASSWORD = 'rehearsal';
const DAY_MS = 86_400_000;

export interface PlayedEvent {
  readonly type: string;
  readonly idempotencyKey: string;
  readonly occurredAt: number;
  readonly metadata: object;
}

export class Person {
  readonly email: string;
  readonly deviceHash: string;
  uid = '';
  referralCode = '';
  #idToken = '';

  constructor(name: string) {
    this.email = `${name}@example.com`;
    this.deviceHash = createHash('sha256').update(name).digest('hex');
  }

  async signUp(referralCode?: string): Promise<void> {
    await this.#open('signUp');
    const claimed = referralCode === undefined ? {} : { referralCode };
    const account = { deviceHash: this.deviceHash, country: 'NL', idempotencyKey: randomUUID(), ...claimed };
    this.referralCode = (await this.call(callables.createUser, account)).referralCode;
  }

  async signIn(): Promise<void> {
    await this.#open('signInWithPassword');
  }

  async #open(how: string): Promise<void> {
    const credentials = { email: this.email, password: PASSWORD, returnSecureToken: true };
    const url = `${place.auth}/identitytoolkit.googleapis.com/v1/accounts:${how}?key=emulator`;
    const { localId, idToken } = await askAs({}, 'POST', url, credentials);
    this.uid = String(localId);
    this.#idToken = String(idToken);
  }

  /** Resolves with the result, as its contract says; rejects with what the function refused. */
  async call<Output>({ name, output }: Answering<Output>, data: object): Promise<Output> {
    const who = { authorization: `Bearer ${this.#idToken}` };
    const { result } = await askAs(who, 'POST', `${place.functions}/${name}`, { data });
    return output.parse(result);
  }

  send(events: readonly PlayedEvent[]) {
    return this.call(callables.batchEvents, { events, deviceHash: this.deviceHash });
  }
}

/** As much of a contract as it takes to call it. */
interface Answering<Output> {
  readonly name: string;
  readonly output: { parse(value: unknown): Output };
}

/** Six days of ads, ten a day, and as many quick wins: enough to ask for a withdrawal. */
export function daysOfPlay(nowMs: number): PlayedEvent[] {
  return Array.from({ length: 6 }, (_, day) => {
    const noonMs = Math.floor(nowMs / DAY_MS) * DAY_MS - (5 - day) * DAY_MS - DAY_MS / 2;
    return Array.from({ length: 10 }, (_, at) => [ad(noonMs + at * 60_000), win(noonMs + at * 60_000 + 30_000)]).flat();
  }).flat();
}

export function win(occurredAt: number): PlayedEvent {
  const metadata = { gameName: 'tic-tac-toe', durationSeconds: 20 };
  return { type: 'GAME_WON', idempotencyKey: randomUUID(), occurredAt, metadata };
}

function ad(occurredAt: number): PlayedEvent {
  return { type: 'AD_WATCHED', idempotencyKey: randomUUID(), occurredAt, metadata: {} };
}
