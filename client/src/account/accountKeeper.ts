import type { EventsConfig } from '../../../functions/src/events/config.ts';
import { isRecord } from '../errors.ts';
import type { ContractTerms } from '../generated/contract.ts';
import { DEFAULT_EVENTS, DEFAULT_TERMS } from '../generated/defaultConfig.ts';
import { Subject } from '../observable.ts';
import type { Prices, WaitingEvent } from '../pricing/priceEvents.ts';
import type { BatchAnswer } from '../queue/deliver.ts';
import type { Batch } from '../queue/state.ts';
import { FACTS, type Storage } from '../storage/storage.ts';
import { type AccountView, isAccountView, NO_ACCOUNT } from './accountView.ts';
import { advance } from './advance.ts';

/** What the view was when a batch was first sent; its events are priced on top of this until they are answered. */
export interface Frozen {
  readonly batchId: string;
  readonly view: AccountView;
}

/** Keeps what the server last told, through restarts, and lets nothing older replace it. */
export class AccountKeeper {
  readonly view = new Subject<AccountView>(NO_ACCOUNT);
  readonly config = new Subject<EventsConfig>(DEFAULT_EVENTS);
  readonly terms = new Subject<ContractTerms>(DEFAULT_TERMS);
  readonly #storage: Storage;
  #frozen: Frozen | null = null;
  #answeredVersion = 0;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  async restore(): Promise<void> {
    await this.recallView();
    const frozen = await this.#storage.recall(FACTS.frozen);
    if (isFrozen(frozen)) this.#frozen = { ...frozen, view: { ...NO_ACCOUNT, ...frozen.view } };
  }

  /** Takes over what another tab has learnt; shown, like an answer, with the queue's next state. */
  async recallView(): Promise<void> {
    const stored = await this.#storage.recall(FACTS.view);
    // An earlier build of the game may have kept less.
    if (isAccountView(stored) && stored.version >= this.view.value.version)
      this.view.value = { ...NO_ACCOUNT, ...stored };
  }

  /** From the listener, which may run behind an answer but never behind itself. */
  listened(view: AccountView): void {
    if (view.version < this.#answeredVersion) return;
    this.view.set(view);
    this.#keep(FACTS.view, view);
  }

  /**
   * Nobody is told yet: until the queue's own step follows, the answered events still wait there, and the balance would
   * show them beside the coins that they have become.
   */
  async answered(answer: BatchAnswer, sent: readonly WaitingEvent[], prices: Prices): Promise<void> {
    const next = await advance(this.view.value, answer, sent, prices);
    this.#answeredVersion = Math.max(this.#answeredVersion, next.version);
    if (next.version < this.view.value.version) return;
    this.view.value = next;
    await this.#storage.remember(FACTS.view, next).catch(() => {});
  }

  /** The view that the batch under way is priced on; the same from its first sending to its answer. */
  viewOf(batch: Batch | null): AccountView {
    if (batch === null) return this.view.value;
    if (this.#frozen?.batchId !== batch.id) {
      this.#frozen = { batchId: batch.id, view: this.view.value };
      this.#keep(FACTS.frozen, this.#frozen);
    }
    return this.#frozen.view;
  }

  /** A hint for the next start; where it cannot be stored, the server tells again. */
  #keep(name: string, value: unknown): void {
    this.#storage.remember(name, value).catch(() => {});
  }
}

function isFrozen(value: unknown): value is Frozen {
  return isRecord(value) && isAccountView(value.view);
}
