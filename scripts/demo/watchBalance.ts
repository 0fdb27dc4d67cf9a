import type { FirebaseApp } from 'firebase/app';
import { doc, getFirestore, onSnapshot } from 'firebase/firestore';

/** Follows a player's coins through a Firestore listener, as a game's display does. */
export interface BalanceWatch {
  /** Resolves once the listener has shown `coins`; rejects when it has not within the time. */
  shows(coins: number): Promise<void>;
  stop(): void;
}

const PATIENCE_MS = 15_000;

export function watchBalance(app: FirebaseApp, uid: string): BalanceWatch {
  let latest: number | undefined;
  let failure: Error | undefined;
  const waiting = new Set<() => void>();
  const wake = () => {
    for (const one of waiting) one();
  };
  const stop = onSnapshot(
    doc(getFirestore(app), 'users', uid),
    (snapshot) => {
      latest = snapshot.get('balances.coins.available');
      wake();
    },
    (error) => {
      failure = error;
      wake();
    },
  );
  const shows = (coins: number) =>
    new Promise<void>((resolve, reject) => {
      const settle = (error?: Error) => {
        clearTimeout(timer);
        waiting.delete(look);
        if (error === undefined) resolve();
        else reject(error);
      };
      const timer = setTimeout(
        () => settle(new Error(`the listener shows ${latest} coins instead of ${coins}`)),
        PATIENCE_MS,
      );
      const look = () => {
        if (failure !== undefined) settle(failure);
        else if (latest === coins) settle();
      };
      waiting.add(look);
      look();
    });
  return { shows, stop };
}
