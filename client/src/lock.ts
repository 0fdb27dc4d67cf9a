/** Runs `work` while no other holder of `name` runs; `signal` ends the waiting, not the work. */
export type Lock = (name: string, signal: AbortSignal, work: () => Promise<void>) => Promise<void>;

/** Across tabs by the browser's Web Locks, which a tab that dies gives back; within this process where there are none. */
export function defaultLock(): Lock {
  return 'navigator' in globalThis && 'locks' in navigator ? webLock : processLock;
}

const webLock: Lock = async (name, signal, work) => {
  await navigator.locks.request(name, { signal }, work);
};

const last = new Map<string, Promise<void>>();

const processLock: Lock = (name, signal, work) => {
  const turn = (last.get(name) ?? Promise.resolve()).then(() => {
    // React Native's signals cannot throw by themselves.
    if (signal.aborted) throw signal.reason;
    return work();
  });
  last.set(
    name,
    turn.catch(() => {}),
  );
  return turn;
};
