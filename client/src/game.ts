import type { FirebaseApp } from 'firebase/app';
import { type Auth, getAuth, onAuthStateChanged, signInAnonymously } from 'firebase/auth';
import { NO_ACCOUNT } from './account/accountView.ts';
import { readAccount } from './account/listenToAccount.ts';
import type { ShownBalance } from './account/shownBalance.ts';
import { Caller } from './calls.ts';
import { Device } from './device.ts';
import { defaultEnvironment } from './environment.ts';
import { asEarnPlayError, EarnPlayError } from './errors.ts';
import { defaultLock } from './lock.ts';
import { Emitter, type Observable, Subject } from './observable.ts';
import type { EarnPlayOptions } from './options.ts';
import { type QueueView, queueView } from './queue/queueView.ts';
import { EMPTY_QUEUE } from './queue/state.ts';
import { Session, type SessionParts } from './session.ts';
import type { SettledEvent } from './settledEvent.ts';
import { defaultStorage } from './storage/defaultStorage.ts';
import type { Calls, EventMetadata, EventType, SignUpInput, SignUpOutput } from './types.ts';
import { checkedMetadata } from './wireSize.ts';

const EMPTY_VIEW = queueView(EMPTY_QUEUE);
const NO_BALANCE: ShownBalance = { coins: 0, pendingCoins: 0, confirmed: NO_ACCOUNT.balances, version: 0 };

export class Game {
  /** Every callable, typed by the server's contract; adds the idempotency key and retries what can be retried. */
  readonly call: Calls;
  readonly #auth: Auth;
  readonly #caller: Caller;
  readonly #parts: SessionParts;
  readonly #balance = new Subject<ShownBalance>(NO_BALANCE);
  readonly #queue = new Subject<QueueView>(EMPTY_VIEW);
  readonly #events = new Emitter<SettledEvent>();
  readonly #stopAuth: () => void;
  #session: { readonly uid: string; readonly opening: Promise<Session> } | undefined;
  #isClosed = false;

  constructor(app: FirebaseApp, options: EarnPlayOptions) {
    const {
      region = 'us-central1',
      storage: openStorage = defaultStorage,
      now = Date.now,
      random = Math.random,
      flushSeconds,
      staffSigner,
    } = options;
    const flushAfterMs = flushSeconds === undefined ? undefined : flushSeconds * 1_000;
    const lock = defaultLock();
    const device = new Device(`earnplay-${app.options.projectId}-device`, openStorage, lock);
    this.#auth = getAuth(app);
    this.#caller = new Caller(app, region, random, device, staffSigner);
    this.call = this.#caller.calls;
    const environment = defaultEnvironment();
    this.#parts = { app, caller: this.#caller, device, openStorage, environment, lock, now, random, flushAfterMs };
    this.#stopAuth = onAuthStateChanged(this.#auth, (user) => this.#enter(user?.uid)?.catch(() => {}));
  }

  /** The player's coins: what the server confirmed and what still waits, priced by the server's own rules. */
  get balance(): Observable<ShownBalance> {
    return this.#balance;
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
  async signUp({ deviceHash, ...input }: SignUpInput = {}): Promise<SignUpOutput> {
    await this.#auth.authStateReady();
    const { uid } = this.#auth.currentUser ?? (await signInAnonymously(this.#auth)).user;
    const hash = await this.#parts.device.establish(deviceHash);
    const output = await this.#created(uid, { ...input, deviceHash: hash });
    const { queue } = await this.#current();
    // What was recorded before there was an account was refused until now.
    if (queue.state.value.entries.length > 0) queue.flushQuietly('demand');
    return output;
  }

  /**
   * Accepts an event: resolves with its key once it is safely stored on the device, whatever happens then. Rejects with
   * `queue/full` or `queue/storage-full` where it could not be accepted.
   */
  async record<Type extends EventType>(type: Type, metadata: EventMetadata<Type>): Promise<string> {
    const nowMs = this.#parts.now();
    const key = crypto.randomUUID();
    const checked = checkedMetadata(metadata);
    const session = await this.#current();
    return session.queue.record({ key, type, metadata: checked, nowMs });
  }

  /** Sends everything that waits, now. Rejects where a call fails; the events stay and are sent later. */
  async flush(): Promise<void> {
    const session = await this.#current();
    await session.queue.flush('demand');
  }

  /** Ends listeners and timers. What waits stays on the device. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#stopAuth();
    await this.#leave();
  }

  async #created(uid: string, input: Parameters<Calls['createUser']>[0]): Promise<SignUpOutput> {
    try {
      return await this.call.createUser(input);
    } catch (thrown) {
      const error = asEarnPlayError(thrown);
      if (error.code !== 'users/already-exists') throw error;
      return { uid, ...(await readAccount(this.#parts.app, uid)), replayed: true };
    }
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
    this.#balance.set(NO_BALANCE);
    this.#queue.set(EMPTY_VIEW);
    if (uid === undefined) return undefined;
    const isCurrent = () => this.#session?.uid === uid;
    const opening = Session.open(uid, this.#parts, {
      balance: (balance) => isCurrent() && this.#balance.set(balance),
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

  async #leave(): Promise<void> {
    const leaving = this.#session;
    this.#session = undefined;
    const session = await leaving?.opening.catch(() => undefined);
    session?.close();
  }
}
