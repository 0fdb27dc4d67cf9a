import type { FirebaseApp } from 'firebase/app';
import { type DocumentReference, doc, getFirestore, onSnapshot } from 'firebase/firestore';
import type { EventsConfig } from '../../../functions/src/events/config.ts';
import type { Balances } from '../../../functions/src/kernel/money.ts';
import { asEarnPlayError, isRecord } from '../errors.ts';
import type { ContractTerms } from '../generated/contract.ts';
import { DEFAULT_EVENTS, DEFAULT_TERMS } from '../generated/defaultConfig.ts';
import { type AccountView, accountView } from './accountView.ts';

/** What clients read of the economy configuration. */
interface PublicConfig {
  readonly events: EventsConfig;
  readonly withdrawals: ContractTerms;
}

export interface AccountListener {
  readonly account: (view: AccountView) => void;
  readonly config: (config: PublicConfig) => void;
}

/** Follows the player's document and the public prices; answers how to stop. */
export function listenToAccount(app: FirebaseApp, uid: string, listener: AccountListener): () => void {
  // A listener that is refused (signed out meanwhile) has nothing more to say; the session's end follows.
  const ignore = () => {};
  const stopAccount = onSnapshot(
    accountDoc(app, uid),
    (snapshot) => {
      const view = accountView(snapshot.data());
      if (view !== undefined) listener.account(view);
    },
    ignore,
  );
  const stopConfig = onSnapshot(
    doc(getFirestore(app), 'config', 'public'),
    (snapshot) => {
      const { events, withdrawals }: Readonly<Record<string, unknown>> = snapshot.data() ?? {};
      if (!isEventsConfig(events)) return;
      const terms = isRecord(withdrawals) ? withdrawals : {};
      listener.config({ events: { ...DEFAULT_EVENTS, ...events }, withdrawals: { ...DEFAULT_TERMS, ...terms } });
    },
    ignore,
  );
  return () => {
    stopAccount();
    stopConfig();
  };
}

const LONGEST_WAIT_MS = 20_000;

export interface FoundAccount {
  readonly referralCode: string;
  readonly balances: Balances;
  /** Of the device that the account is bound to. */
  readonly deviceHash: unknown;
}

/**
 * The account that the server has said is there, once this device sees it too. What Firestore has here may be behind:
 * asked only once, it would repeat what the listener was told before the account was created.
 */
export function readAccount(app: FirebaseApp, uid: string): Promise<FoundAccount> {
  return new Promise((resolve, reject) => {
    const end = (settle: () => void) => {
      clearTimeout(deadline);
      stop();
      settle();
    };
    const fail = (reason: unknown) => end(() => reject(asEarnPlayError(reason)));
    const deadline = setTimeout(fail, LONGEST_WAIT_MS, { code: 'deadline-exceeded' });
    const stop = onSnapshot(
      accountDoc(app, uid),
      (snapshot) => {
        const view = accountView(snapshot.data());
        if (view === undefined) return;
        const { balances } = view;
        const deviceHash: unknown = snapshot.get('deviceHash');
        end(() => resolve({ referralCode: String(snapshot.get('referralCode')), balances, deviceHash }));
      },
      fail,
    );
  });
}

function accountDoc(app: FirebaseApp, uid: string): DocumentReference {
  return doc(getFirestore(app), 'users', uid);
}

/** The server validated it before it stored it; an older one may lack what newer prices need, and defaults fill in. */
function isEventsConfig(value: unknown): value is Partial<EventsConfig> {
  return isRecord(value) && isRecord(value.dailyLimits);
}
