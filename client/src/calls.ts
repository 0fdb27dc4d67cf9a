import type { FirebaseApp } from 'firebase/app';
import { getFunctions, httpsCallable } from 'firebase/functions';
import { asEarnPlayError, retryAfterSeconds } from './errors.ts';
import { CALLABLE_EFFECTS } from './generated/catalogue.ts';
import type { CallableName, CallInput, CallOutput, Calls } from './types.ts';

const MAX_TRIES = 4;
const BASE_MS = 500;
/** A call that would have to wait longer than this fails with its error, and the game decides. */
const LONGEST_WAIT_MS = 20_000;

/** Calls the server with the types of its contracts. */
export class Caller {
  readonly #app: FirebaseApp;
  readonly #region: string;
  readonly #random: () => number;
  /** `game.call`. */
  readonly calls: Calls;

  constructor(app: FirebaseApp, region: string, random: () => number) {
    this.#app = app;
    this.#region = region;
    this.#random = random;
    const functions = CALLABLE_NAMES.map((name) => [
      name,
      (input: CallInput<CallableName>) => this.retried(name, input),
    ]);
    this.calls = Object.fromEntries(functions);
  }

  /** One attempt. */
  async once<Name extends CallableName>(name: Name, input: object): Promise<CallOutput<Name>> {
    try {
      const functions = getFunctions(this.#app, this.#region);
      return (await httpsCallable<object, CallOutput<Name>>(functions, name)(input)).data;
    } catch (error) {
      throw asEarnPlayError(error);
    }
  }

  /** A few attempts with one and the same key, as long as the catalogue says that another one can help. */
  async retried<Name extends CallableName>(name: Name, input: CallInput<Name>): Promise<CallOutput<Name>> {
    const keyed = CALLABLE_EFFECTS[name] === 'keyed' ? { idempotencyKey: crypto.randomUUID(), ...input } : input;
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.once(name, keyed);
      } catch (thrown) {
        const error = asEarnPlayError(thrown);
        const waitMs = retryAfterSeconds(error) * 1_000 + this.#random() * BASE_MS * 2 ** tries;
        if (!error.retryable || tries === MAX_TRIES || waitMs > LONGEST_WAIT_MS) throw error;
        await new Promise((resolve) => setTimeout(resolve, waitMs));
      }
    }
  }
}

const CALLABLE_NAMES = Object.keys(CALLABLE_EFFECTS).filter(isCallable);

function isCallable(name: string): name is CallableName {
  return name in CALLABLE_EFFECTS;
}
