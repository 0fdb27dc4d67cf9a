import type { FirebaseApp } from 'firebase/app';
import { doc, getDoc, getFirestore, onSnapshot } from 'firebase/firestore';
import type { EventsConfig } from '../../../functions/src/economy/contract.ts';
import { isRecord } from '../errors.ts';
import { DEFAULT_EVENTS } from '../generated/defaultEvents.ts';
import { type AccountView, accountView } from './accountView.ts';

export interface AccountListener {
  readonly account: (view: AccountView) => void;
  readonly config: (config: EventsConfig) => void;
}

/** Follows the player's document and the public prices; answers how to stop. */
export function listenToAccount(app: FirebaseApp, uid: string, listener: AccountListener): () => void {
  const firestore = getFirestore(app);
  // A listener that is refused (signed out meanwhile) has nothing more to say; the session's end follows.
  const ignore = () => {};
  const stopAccount = onSnapshot(
    doc(firestore, 'users', uid),
    (snapshot) => {
      const view = accountView(snapshot.data());
      if (view !== undefined) listener.account(view);
    },
    ignore,
  );
  const stopConfig = onSnapshot(
    doc(firestore, 'config', 'public'),
    (snapshot) => {
      const events: unknown = snapshot.data()?.events;
      if (isEventsConfig(events)) listener.config({ ...DEFAULT_EVENTS, ...events });
    },
    ignore,
  );
  return () => {
    stopAccount();
    stopConfig();
  };
}

/** The account as it is stored now, or undefined where there is none. */
export async function readAccount(app: FirebaseApp, uid: string) {
  const data = (await getDoc(doc(getFirestore(app), 'users', uid))).data();
  const view = accountView(data);
  return view === undefined ? undefined : { referralCode: String(data?.referralCode), balances: view.balances };
}

/** The server validated it before it stored it; an older one may lack what newer prices need, and defaults fill in. */
function isEventsConfig(value: unknown): value is Partial<EventsConfig> {
  return isRecord(value) && isRecord(value.dailyLimits);
}
