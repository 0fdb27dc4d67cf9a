import type { FirebaseApp } from 'firebase/app';
import {
  type Auth,
  type AuthCredential,
  getAuth,
  onAuthStateChanged,
  type User,
  updateCurrentUser,
} from 'firebase/auth';
import { readAccount } from './account/listenToAccount.ts';
import type { ShownAccount, ShownBalance } from './account/shown.ts';
import { NO_SHOWN_ACCOUNT } from './account/shownAccount.ts';
import { Adoption } from './adoption.ts';
import { Caller } from './calls.ts';
import { Device } from './device.ts';
import { defaultEnvironment } from './environment.ts';
import { asEarnPlayError, EarnPlayError } from './errors.ts';
import { freshId } from './freshId.ts';
import { defaultLock } from './lock.ts';
import { NO_BALANCE, NO_QUEUE } from './nothingShown.ts';
import { Emitter, type Observable, Subject } from './observable.ts';
import type { EarnPlayOptions } from './options.ts';
import { type QueueView, queueView } from './queue/queueView.ts';
import type { Reading } from './queue/state.ts';
import { report } from './report.ts';
import { eraseSession, Session, type SessionParts } from './session.ts';
import type { SettledEvent } from './settledEvent.ts';
import { anybody, signInWith } from './signIn.ts';
import { defaultStorage } from './storage/defaultStorage.ts';
import type { Calls, EventMetadata, EventType, SignUpInput, SignUpOutput } from './types.ts';
import { checkedMetadata } from './wireSize.ts';

/** How long whoever leaves waits for what is still to be sent. */
const LEAVING_MS = 5_000;

export class Game {
  /** The Firebase app that it was made of. */
  readonly app: FirebaseApp;
  /** Every callable, typed by the server's contract; adds the idempotency key and retries what can be retried. */
  readonly call: Calls;
  readonly #auth: Auth;
  readonly #caller: Caller;
  readonly #parts: SessionParts;
  readonly #balance = new Subject<ShownBalance>(NO_BALANCE);
  readonly #account = new Subject<ShownAccount>(NO_SHOWN_ACCOUNT);
  readonly #queue = new Subject<QueueView>(NO_QUEUE);
  readonly #events = new Emitter<SettledEvent>();
  readonly #adoption: Adoption;
  readonly #stopAuth: () => void;
  #session: { readonly uid: string; readonly opening: Promise<Session> } | undefined;
  #isClosed = false;

  constructor(app: FirebaseApp, options: EarnPlayOptions) {
    const {
      region = 'us-central1',
      storage: openStorage = defaultStorage,
      random = Math.random,
      flushSeconds,
      staffSigner,
    } = options;
    const reading = readingOf(options);
    const flushAfterMs = flushSeconds === undefined ? undefined : flushSeconds * 1_000;
    const lock = defaultLock();
    const device = new Device(`earnplay-${app.options.projectId}-device`, openStorage, lock);
    this.app = app;
    this.#auth = getAuth(app);
    this.#caller = new Caller(app, region, random, device, staffSigner);
    this.call = this.#caller.calls;
    const { environment = defaultEnvironment() } = options;
    this.#parts = { app, caller: this.#caller, device, openStorage, environment, lock, reading, random, flushAfterMs };
    this.#adoption = new Adoption(this.#auth, this.#caller, device);
    // What another start of the game began to adopt, and did not live to see.
    void this.#auth
      .authStateReady()
      .then(() => this.#finishAdoption())
      .catch(report);
    this.#stopAuth = onAuthStateChanged(this.#auth, (user) => this.#enter(user?.uid)?.catch(() => {}));
  }

  /** The player's coins: what the server confirmed and what still waits, priced by the server's own rules. */
  get balance(): Observable<ShownBalance> {
    return this.#balance;
  }

  /** What the player has done and may still do, with what waits: days, streak, spins, prices. */
  get account(): Observable<ShownAccount> {
    return this.#account;
  }

  /** What waits, for a line such as "12 games not yet saved". */
  get queue(): Observable<QueueView> {
    return this.#queue;
  }

  /** Each event once it is settled, in this tab or another, with the reason where it was rejected. */
  get events(): Pick<Emitter<SettledEvent>, 'subscribe'> {
    return this.#events;
  }

  /** Creates the account, or finds that it is there; signs in as a guest where nobody is signed in. */
  signUp(input: SignUpInput = {}): Promise<SignUpOutput> {
    return ours(async () => {
      const { uid } = await anybody(this.#auth);
      const output = await this.#created(uid, input);
      const { queue } = await this.#current();
      // What was recorded before there was an account was refused until now.
      if (queue.state.value.entries.length > 0) queue.flushQuietly('demand');
      return output;
    });
  }

  /**
   * Signs in with a credential of Firebase Auth, or with a custom token, and sends what waits before anybody else comes.
   * A guest becomes the account and loses nothing. Where the sign-in is an older account's, or a custom token, that account
   * adopts the guest: it gets this device, and the guest ends, with what could not be sent (its coins come along only where
   * the deployment says so). Where it may not, this rejects with the reason and the guest is still signed in.
   */
  signIn(proof: AuthCredential | string): Promise<void> {
    return ours(async () => {
      await this.#sendBeforeLeaving();
      let guest: User | undefined;
      await signInWith(this.#auth, proof, async (left) => {
        await this.#adoption.begin(left);
        guest = left;
      });
      if (guest !== undefined) await this.#adopt(guest);
    });
  }

  /**
   * Sends what waits, for a few seconds, and signs out. What could not be sent stays on the device, and goes out when the
   * same player signs in here again; a guest cannot.
   */
  signOut(): Promise<void> {
    return ours(async () => {
      await this.#sendBeforeLeaving();
      await this.#auth.signOut();
    });
  }

  /**
   * Accepts an event: resolves with its key once it is safely stored on the device, whatever happens then. Rejects with
   * `queue/full` or `queue/storage-full` where it could not be accepted.
   */
  record<Type extends EventType>(type: Type, metadata: EventMetadata<Type>): Promise<string> {
    return ours(async () => {
      const reading = this.#parts.reading();
      const key = freshId();
      const checked = checkedMetadata(metadata);
      const session = await this.#current();
      const { nowMs } = reading;
      return await session.queue.record({ key, type, metadata: checked, nowMs }, reading);
    });
  }

  /** Sends everything that waits, now. Rejects where a call fails; the events stay and are sent later. */
  flush(): Promise<void> {
    return ours(async () => {
      const session = await this.#current();
      await session.queue.flush('demand');
    });
  }

  /**
   * Leaves nothing of this player on the device, and signs out: the queue with what still waits, what was last shown, and the
   * device's own identity. For whoever has deleted the account, or hands the device on.
   */
  forget(): Promise<void> {
    return ours(async () => {
      const session = await this.#current().catch(() => undefined);
      this.#session = undefined;
      this.#showNobody();
      await session?.erase();
      await this.#parts.device.forget();
      await this.#auth.signOut();
    });
  }

  /** Ends listeners and timers. What waits stays on the device. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#stopAuth();
    await this.#leave();
  }

  async #created(uid: string, input: SignUpInput): Promise<SignUpOutput> {
    try {
      return await this.call.createUser(input);
    } catch (thrown) {
      const error = asEarnPlayError(thrown);
      if (error.code !== 'users/already-exists') throw error;
      const { deviceHash, ...found } = await readAccount(this.#parts.app, uid);
      // An earlier attempt may have bound it without living to hear so.
      if (input.deviceHash !== undefined && input.deviceHash === deviceHash) await this.#parts.device.keep(deviceHash);
      return { uid, ...found, replayed: true };
    }
  }

  async #adopt(guest: User): Promise<void> {
    try {
      await this.#finishAdoption();
    } catch (error) {
      await this.#adoption.end();
      await updateCurrentUser(this.#auth, guest);
      throw error;
    }
  }

  async #finishAdoption(): Promise<void> {
    const uid = this.#isClosed ? undefined : await this.#adoption.finish();
    // Nobody can send as this guest any more.
    if (uid !== undefined) void eraseSession(uid, this.#parts).catch(report);
  }

  async #sendBeforeLeaving(): Promise<void> {
    await this.#auth.authStateReady();
    const session = await this.#session?.opening.catch(() => undefined);
    if (session === undefined || session.queue.state.value.entries.length === 0) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise((resolve) => {
      timer = setTimeout(resolve, LEAVING_MS);
    });
    await Promise.race([session.queue.flush('demand').catch(() => {}), late]);
    clearTimeout(timer);
  }

  async #current(): Promise<Session> {
    await this.#auth.authStateReady();
    const opening = this.#enter(this.#auth.currentUser?.uid);
    if (opening === undefined) throw new EarnPlayError('client/signed-out', 'Please sign in.');
    return opening;
  }

  /** The session of that player, opened unless it is open already; undefined where nobody is signed in. */
  #enter(uid: string | undefined): Promise<Session> | undefined {
    if (this.#isClosed) throw new EarnPlayError('client/closed', 'The session has ended.');
    if (this.#session?.uid === uid) return this.#session?.opening;
    void this.#leave();
    this.#showNobody();
    if (uid === undefined) return undefined;
    const isCurrent = () => this.#session?.uid === uid;
    const opening = Session.open(uid, this.#parts, {
      balance: (balance) => isCurrent() && this.#balance.set(balance),
      account: (account) => isCurrent() && this.#account.set(account),
      queue: ({ state }) => isCurrent() && this.#queue.set(queueView(state.value)),
      settled: (events) => {
        for (const event of events) this.#events.emit(event);
      },
    });
    this.#session = { uid, opening };
    // A storage that could not be opened may be there the next time.
    opening.catch(() => {
      if (isCurrent()) this.#session = undefined;
    });
    return opening;
  }

  #showNobody(): void {
    this.#balance.set(NO_BALANCE);
    this.#account.set(NO_SHOWN_ACCOUNT);
    this.#queue.set(NO_QUEUE);
  }

  async #leave(): Promise<void> {
    const leaving = this.#session;
    this.#session = undefined;
    const session = await leaving?.opening.catch(() => undefined);
    session?.close();
  }
}

function readingOf({ now, uptime }: EarnPlayOptions): () => Reading {
  const run = now !== undefined && uptime === undefined ? '' : freshId();
  const upMs = uptime ?? now ?? (() => performance.now());
  return () => ({ run, nowMs: (now ?? Date.now)(), upMs: upMs() });
}

/** Whatever is thrown in there, a game sees an {@link EarnPlayError}. */
async function ours<Value>(work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (thrown) {
    throw asEarnPlayError(thrown);
  }
}
