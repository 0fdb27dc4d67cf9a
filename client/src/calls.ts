import type { FirebaseApp } from 'firebase/app';
import { getAuth } from 'firebase/auth';
import { getFunctions, httpsCallable } from 'firebase/functions';
import type { Device } from './device.ts';
import { asEarnPlayError, retryAfterSeconds } from './errors.ts';
import { freshId } from './freshId.ts';
import { CALLABLES } from './generated/catalogue.ts';
import type { StaffSigner } from './options.ts';
import { report } from './report.ts';
import type { CallableName, CallInput, CallOutput, Calls } from './types.ts';

const MAX_TRIES = 4;
const BASE_MS = 500;
/** A call that would have to wait longer than this fails with its error, and the game decides. */
const LONGEST_WAIT_MS = 20_000;
/** Callables that bind an account to the device that the request names. */
const BINDING: readonly CallableName[] = ['createUser', 'bindDevice', 'adoptGuest'];
const TRAITS = new Map(CALLABLES);

function is(trait: string, name: CallableName): boolean {
  return TRAITS.get(name)?.includes(trait) === true;
}

/** Calls the server with the types of its contracts. */
export class Caller {
  readonly #app: FirebaseApp;
  readonly #region: string;
  readonly #random: () => number;
  readonly #device: Pick<Device, 'hash' | 'keep'>;
  readonly #sign: StaffSigner | undefined;
  /** `game.call`. */
  readonly calls: Calls;

  constructor(
    app: FirebaseApp,
    region: string,
    random: () => number,
    device: Pick<Device, 'hash' | 'keep'>,
    sign?: StaffSigner,
  ) {
    this.#app = app;
    this.#region = region;
    this.#random = random;
    this.#device = device;
    this.#sign = sign;
    // An object like any other, so that whoever awaits, prints or compares it makes no call.
    this.calls = Object.create(
      Object.prototype,
      Object.fromEntries(CALLABLES.map(([name]) => [name, { value: this.#callOf(name), enumerable: true }])),
    );
  }

  #callOf<Name extends CallableName>(name: Name) {
    return (input: CallInput<Name>) => this.retried(name, input);
  }

  /** One attempt; a second one where the server refuses a token that this device takes for a good one. */
  async once<Name extends CallableName>(name: Name, input: object): Promise<CallOutput<Name>> {
    try {
      return await this.#attempt(name, input);
    } catch (error) {
      const user = getAuth(this.#app).currentUser;
      if (asEarnPlayError(error).code !== 'platform/unauthenticated' || user === null) throw error;
      // A clock that is behind keeps a token that has long run out.
      await user.getIdToken(true).catch((failure) => {
        throw asEarnPlayError(failure);
      });
      return await this.#attempt(name, input);
    }
  }

  async #attempt<Name extends CallableName>(name: Name, input: object): Promise<CallOutput<Name>> {
    try {
      const functions = getFunctions(this.#app, this.#region);
      const options = { limitedUseAppCheckTokens: is('limited-use', name) };
      const path = await this.#pathOf(name, input);
      return (await httpsCallable<object, CallOutput<Name>>(functions, path, options)(input)).data;
    } catch (error) {
      throw asEarnPlayError(error);
    }
  }

  /** Below the functions' own address: staff's are behind one function, which may demand a signature of each attempt. */
  async #pathOf(name: CallableName, input: object): Promise<string> {
    if (!is('staff', name)) return name;
    const sign = this.#sign;
    return sign === undefined ? `staff/${name}` : `staff/${name}?${await sign(name, input)}`;
  }

  /** The request with this device's hash, where the game did not name another. */
  async #withDevice(name: CallableName, input: object): Promise<object> {
    if (!is('device', name) || ('deviceHash' in input && input.deviceHash !== undefined)) return input;
    return { ...input, deviceHash: await this.#device.hash() };
  }

  /** What came of the request by its answer; no fault in here may undo it. */
  async #keepDevice(name: CallableName, request: object): Promise<void> {
    if (!BINDING.includes(name) || !('deviceHash' in request)) return;
    await this.#device.keep(String(request.deviceHash)).catch(report);
  }

  /** A few attempts with one and the same key, as long as the catalogue says that another one can help. */
  async retried<Name extends CallableName>(name: Name, input: CallInput<Name>): Promise<CallOutput<Name>> {
    const keyed = is('keyed', name) ? { idempotencyKey: freshId(), ...input } : input;
    const request = await this.#withDevice(name, keyed);
    for (let tries = 1; ; tries += 1) {
      try {
        const output = await this.once(name, request);
        await this.#keepDevice(name, request);
        return output;
      } catch (thrown) {
        const error = asEarnPlayError(thrown);
        const waitMs = retryAfterSeconds(error) * 1_000 + this.#random() * BASE_MS * 2 ** tries;
        if (!error.retryable || tries === MAX_TRIES || waitMs > LONGEST_WAIT_MS) throw error;
        await new Promise((resolve) => setTimeout(resolve, waitMs));
      }
    }
  }
}
