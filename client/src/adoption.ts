import type { Auth, User } from 'firebase/auth';
import type { Caller } from './calls.ts';
import type { Device } from './device.ts';
import { asEarnPlayError, isRecord } from './errors.ts';
import { freshId } from './freshId.ts';

/**
 * A guest whose place the sign-in of an older account takes. What proves that this device is the guest's is kept from
 * before that sign-in until the account has adopted the guest, so that a game which dies between the two goes on where it
 * was, and nobody is locked out of a device by a guest who cannot sign in again.
 */
export class Adoption {
  readonly #auth: Auth;
  readonly #caller: Caller;
  readonly #device: Device;

  constructor(auth: Auth, caller: Caller, device: Device) {
    this.#auth = auth;
    this.#caller = caller;
    this.#device = device;
  }

  async begin(guest: User): Promise<void> {
    const guestToken = await guest.getIdToken();
    await this.#device.rememberGuest({ uid: guest.uid, guestToken, idempotencyKey: freshId() });
  }

  /** Has whoever is signed in now adopt the guest that was left, if there is one. Answers the guest's uid. */
  async finish(): Promise<string | undefined> {
    const left = readLeft(await this.#device.guest());
    const account = this.#auth.currentUser;
    if (left === undefined || account === null || account.isAnonymous || account.uid === left.uid) return undefined;
    const { uid, ...request } = left;
    try {
      await this.#caller.retried('adoptGuest', request);
    } catch (error) {
      if (!asEarnPlayError(error).retryable) await this.end();
      throw error;
    }
    await this.end();
    return uid;
  }

  async end(): Promise<void> {
    await this.#device.rememberGuest(null);
  }
}

function readLeft(kept: unknown) {
  if (!isRecord(kept)) return;
  const { uid, guestToken, idempotencyKey } = kept;
  if (typeof uid !== 'string' || typeof guestToken !== 'string' || typeof idempotencyKey !== 'string') return;
  return { uid, guestToken, idempotencyKey };
}
