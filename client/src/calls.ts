import type { FirebaseApp } from 'firebase/app';
import { getFunctions, httpsCallable } from 'firebase/functions';
import type { Device } from './device.ts';
import { asEarnPlayError, retryAfterSeconds } from './errors.ts';
import { DEVICE_CALLABLES, KEYLESS_CALLABLES, SENSITIVE_CALLABLES, STAFF_CALLABLES } from './generated/catalogue.ts';
import type { StaffSigner } from './options.ts';
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
  readonly #device: Pick<Device, 'establish'>;
  readonly #sign: StaffSigner | undefined;
  /** `game.call`. */
  readonly calls: Calls;

  constructor(
    app: FirebaseApp,
    region: string,
    random: () => number,
    device: Pick<Device, 'establish'>,
    sign?: StaffSigner,
  ) {
    this.#app = app;
    this.#region = region;
    this.#random = random;
    this.#device = device;
    this.#sign = sign;
    // The types list every callable; at run time a name is as good as its function.
    this.calls = new Proxy(Object.create(null), {
      get: (_, name: CallableName) => (input: CallInput<CallableName>) => this.retried(name, input),
    });
  }

  /** One attempt. */
  async once<Name extends CallableName>(name: Name, input: object): Promise<CallOutput<Name>> {
    try {
      const functions = getFunctions(this.#app, this.#region);
      const options = { limitedUseAppCheckTokens: SENSITIVE_CALLABLES.includes(name) };
      const path = await this.#pathOf(name, input);
      return (await httpsCallable<object, CallOutput<Name>>(functions, path, options)(input)).data;
    } catch (error) {
      throw asEarnPlayError(error);
    }
  }

  /** Below the functions' own address: staff's are behind one function, which may demand a signature of each attempt. */
  async #pathOf(name: CallableName, input: object): Promise<string> {
    if (!STAFF_CALLABLES.includes(name)) return name;
    const sign = this.#sign;
    return sign === undefined ? `staff/${name}` : `staff/${name}?${await sign(name, input)}`;
  }

  /** The request with this device's hash, where the game did not name another. */
  async #withDevice(name: CallableName, input: object): Promise<object> {
    if (!DEVICE_CALLABLES.includes(name) || 'deviceHash' in input) return input;
    return { deviceHash: await this.#device.establish(), ...input };
  }

  /** A few attempts with one and the same key, as long as the catalogue says that another one can help. */
  async retried<Name extends CallableName>(name: Name, input: CallInput<Name>): Promise<CallOutput<Name>> {
    const keyed = KEYLESS_CALLABLES.includes(name) ? input : { idempotencyKey: crypto.randomUUID(), ...input };
    const request = await this.#withDevice(name, keyed);
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.once(name, request);
      } catch (thrown) {
        const error = asEarnPlayError(thrown);
        const waitMs = retryAfterSeconds(error) * 1_000 + this.#random() * BASE_MS * 2 ** tries;
        if (!error.retryable || tries === MAX_TRIES || waitMs > LONGEST_WAIT_MS) throw error;
        await new Promise((resolve) => setTimeout(resolve, waitMs));
      }
    }
  }
}
