import type { FirebaseApp } from 'firebase/app';
import { getAuth } from 'firebase/auth';
import { AccountKeeper } from './account/accountKeeper.ts';
import { listenToAccount } from './account/listenToAccount.ts';
import type { ShownAccount, ShownBalance } from './account/shown.ts';
import { shownAccount } from './account/shownAccount.ts';
import { confirmedAlone, shownBalance } from './account/shownBalance.ts';
import type { Caller } from './calls.ts';
import type { Device } from './device.ts';
import type { Environment } from './environment.ts';
import { EarnPlayError } from './errors.ts';
import type { Lock } from './lock.ts';
import type { Prices, WaitingEvent } from './pricing/priceEvents.ts';
import { SpinDigests } from './pricing/spinDigests.ts';
import type { BatchAnswer } from './queue/deliver.ts';
import type { WireEvent } from './queue/effects.ts';
import { EventQueue } from './queue/eventQueue.ts';
import type { Reading } from './queue/state.ts';
import { report } from './report.ts';
import { type SettledEvent, settledEvent } from './settledEvent.ts';
import { erase, type OpenStorage, type Storage, storageError } from './storage/storage.ts';

export interface SessionParts {
  readonly app: FirebaseApp;
  readonly caller: Caller;
  readonly device: Device;
  readonly openStorage: OpenStorage;
  readonly environment: Environment;
  readonly lock: Lock;
  readonly reading: () => Reading;
  readonly random: () => number;
  readonly flushAfterMs: number | undefined;
}

export interface SessionListener {
  readonly balance: (balance: ShownBalance) => void;
  readonly account: (account: ShownAccount) => void;
  readonly queue: (queue: EventQueue) => void;
  readonly settled: (events: readonly SettledEvent[]) => void;
}

/** One signed-in player on this device: the queue, what the server last told, and the balance made of both. */
export class Session {
  readonly uid: string;
  readonly queue: EventQueue;
  readonly #parts: SessionParts;
  readonly #listener: SessionListener;
  readonly #storage: Storage;
  readonly #keeper: AccountKeeper;
  readonly #digests: SpinDigests;
  readonly #stops: (() => void)[];
  #shownCoins: ReadonlyMap<string, number> = new Map();
  #shown: ShownBalance | undefined;
  #rounds = 0;

  private constructor(uid: string, queue: EventQueue, opened: Opened, parts: SessionParts, listener: SessionListener) {
    this.uid = uid;
    this.queue = queue;
    this.#parts = parts;
    this.#listener = listener;
    this.#storage = opened.storage;
    this.#keeper = opened.keeper;
    this.#digests = opened.digests;
    const refresh = () => void this.#refresh();
    this.#stops = [
      queue.settled.subscribe((all) => listener.settled(all.map((one) => settledEvent(one, this.#shownCoins)))),
      queue.state.subscribe(() => listener.queue(queue)),
      queue.state.subscribe(refresh),
      this.#keeper.view.subscribe(refresh),
      this.#keeper.config.subscribe(refresh),
      this.#keeper.config.subscribe(() => queue.reconsider()),
      this.#keeper.terms.subscribe(refresh),
      listenToAccount(parts.app, uid, {
        account: (view) => this.#keeper.listened(view),
        config: ({ events, withdrawals }) => {
          this.#keeper.config.set(events);
          this.#keeper.terms.set(withdrawals);
        },
      }),
    ];
  }

  static async open(uid: string, parts: SessionParts, listener: SessionListener): Promise<Session> {
    const name = nameOf(uid, parts);
    const storage = await parts.openStorage(name).catch((error) => {
      throw storageError(error);
    });
    const keeper = new AccountKeeper(storage);
    const digests = new SpinDigests();
    // What was last shown helps to show something at once; nothing waits for it.
    await keeper.restore().catch(report);
    const queue: EventQueue = await EventQueue.open({
      ...parts,
      name,
      storage,
      send: (events) => send(uid, events, parts),
      flushAfterMs: () => parts.flushAfterMs ?? keeper.config.value.flushSeconds * 1_000,
      learn: (events, answer) => keeper.answered(answer, waiting(events), pricesNow(parts, keeper, digests, queue)),
      beforeForeignChange: () => keeper.recallView(),
    });
    return new Session(uid, queue, { storage, keeper, digests }, parts, listener);
  }

  close(): void {
    this.#end();
    this.#storage.close();
  }

  /** Ends and leaves nothing of this player on the device, what waits included. */
  async erase(): Promise<void> {
    this.#end();
    await erase(this.#storage);
  }

  #end(): void {
    for (const stop of this.#stops) stop();
    this.queue.close();
  }

  /** Pricing answers later; only the latest round is shown. */
  async #refresh(): Promise<void> {
    this.#rounds += 1;
    const round = this.#rounds;
    const state = this.queue.state.value;
    const prices = pricesNow(this.#parts, this.#keeper, this.#digests, this.queue);
    const view = this.#keeper.view.value;
    const base = this.#keeper.viewOf(state.batch);
    const shown = await shownBalance(view, base, state, prices).catch((fault) => {
      report(fault);
      return confirmedAlone(view);
    });
    if (round !== this.#rounds) return;
    this.#shownCoins = shown.coins;
    const terms = this.#keeper.terms.value;
    this.#listener.account(shownAccount(base, { prices: prices.config, terms }, state.clockOffsetMs ?? 0, shown));
    const { coins, pendingCoins, confirmed } = shown.balance;
    const last = this.#shown;
    // The queue changes more often than the balance does.
    if (last?.coins === coins && last.pendingCoins === pendingCoins && last.confirmed === confirmed) return;
    this.#shown = shown.balance;
    this.#listener.balance(shown.balance);
  }
}

/** Leaves nothing on the device of a player who is gone, whose session has ended. */
export async function eraseSession(uid: string, parts: SessionParts): Promise<void> {
  await erase(await parts.openStorage(nameOf(uid, parts)));
}

function nameOf(uid: string, { app }: SessionParts): string {
  return `earnplay-${app.options.projectId}-${uid}`;
}

interface Opened {
  readonly storage: Storage;
  readonly keeper: AccountKeeper;
  readonly digests: SpinDigests;
}

function pricesNow(parts: SessionParts, keeper: AccountKeeper, digests: SpinDigests, queue: EventQueue): Prices {
  const nowMs = parts.reading().nowMs + (queue.state.value.clockOffsetMs ?? 0);
  return { config: keeper.config.value, nowMs, digests };
}

async function send(
  uid: string,
  events: readonly WireEvent[],
  { app, caller, device }: SessionParts,
): Promise<BatchAnswer> {
  const request = { events, ...(await device.known()), forUid: uid };
  // The queue is this player's. Whoever signs in between this look and the request's token is told from them by `forUid`.
  if (getAuth(app).currentUser?.uid !== uid) throw new EarnPlayError('client/signed-out', 'Please sign in.');
  return await caller.once('batchEvents', request);
}

function waiting(events: readonly WireEvent[]): WaitingEvent[] {
  return events.map(({ idempotencyKey, ...event }) => ({ ...event, key: idempotencyKey }));
}
