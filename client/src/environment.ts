import type { FlushReason } from './queue/inputs.ts';

/** What the surroundings tell of: the page goes, the network comes back, another tab changed something. */
export interface Environment {
  isOnline(): boolean;
  /** Answers how to stop listening. */
  onFlush(listener: (reason: FlushReason) => void): () => void;
  /** A line to the other tabs of this origin. */
  openChannel(name: string, listener: () => void): Channel;
}

export interface Channel {
  tell(): void;
  close(): void;
}

export const browserEnvironment: Environment = {
  isOnline: () => navigator.onLine,
  onFlush(listener) {
    const end = new AbortController();
    const { signal } = end;
    const hidden = () => {
      if (document.visibilityState === 'hidden') listener('hidden');
    };
    document.addEventListener('visibilitychange', hidden, { signal });
    window.addEventListener('pagehide', () => listener('hidden'), { signal });
    window.addEventListener('online', () => listener('online'), { signal });
    return () => end.abort();
  },
  openChannel(name, listener) {
    const channel = new BroadcastChannel(name);
    channel.onmessage = listener;
    return { tell: () => channel.postMessage(null), close: () => channel.close() };
  },
};

/** Node, and what phones build on: one process, and whoever knows that it is put away calls `flush`. */
export const plainEnvironment: Environment = {
  isOnline: () => true,
  onFlush: () => () => {},
  openChannel: () => ({ tell() {}, close() {} }),
};

export function defaultEnvironment(): Environment {
  return typeof document === 'undefined' ? plainEnvironment : browserEnvironment;
}
