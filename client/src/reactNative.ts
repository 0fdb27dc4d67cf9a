import type { Environment } from './environment.ts';
import { plainEnvironment } from './environment.ts';
import type { EarnPlayOptions } from './options.ts';
import { jsonStorage, type TextStore } from './storage/jsonStorage.ts';

/**
 * What a phone has in the place of a page: `createEarnPlay(app, reactNative({ AppState, AsyncStorage, NetInfo }))`. The
 * modules are handed in, so that this package needs none of them to be installed.
 */
export interface ReactNativeParts {
  /** Of `react-native`: what waits goes out when the app goes to the background. */
  readonly AppState: {
    addEventListener(type: 'change', listener: (state: string) => void): { remove(): void };
  };
  /** Of `@react-native-async-storage/async-storage`: where queues are kept. */
  readonly AsyncStorage: {
    getItem(key: string): Promise<string | null>;
    setItem(key: string, value: string): Promise<void>;
    removeItem(key: string): Promise<void>;
  };
  /** Of `@react-native-community/netinfo`: what waits goes out once the network is back. Without it, the device counts as online. */
  readonly NetInfo?: {
    addEventListener(listener: (state: { readonly isConnected: boolean | null }) => void): () => void;
  };
}

export function reactNative({
  AppState,
  AsyncStorage,
  NetInfo,
}: ReactNativeParts): Pick<EarnPlayOptions, 'environment' | 'storage'> {
  return {
    environment: phoneEnvironment(AppState, NetInfo),
    storage: async (name) => jsonStorage(partedText(AsyncStorage, name)),
  };
}

function phoneEnvironment(appState: ReactNativeParts['AppState'], netInfo: ReactNativeParts['NetInfo']): Environment {
  let isOnline = true;
  return {
    ...plainEnvironment,
    isOnline: () => isOnline,
    onFlush(listener) {
      const app = appState.addEventListener('change', (state) => listener(state === 'active' ? 'timer' : 'hidden'));
      const stopNet = netInfo?.addEventListener(({ isConnected }) => {
        const isBack = !isOnline && isConnected === true;
        isOnline = isConnected !== false;
        if (isBack) listener('online');
      });
      return () => {
        app.remove();
        stopNet?.();
      };
    },
  };
}

/** Android reads no row above 2 MB, whatever was written: longer texts are kept in parts. */
const PART_LENGTH = 200_000;
/** Begins no JSON. */
const PARTED = /^parts (\d+) (\d+)$/;

/** The text under `name` is whole or says which parts it has; it is written last, so that a crash leaves the old text or the new one. */
function partedText(storage: ReactNativeParts['AsyncStorage'], name: string): TextStore {
  const partsOf = async () => {
    const head = await storage.getItem(name);
    const [, turn, count] = PARTED.exec(head ?? '') ?? [];
    return { head, turn: Number(turn ?? 1), keys: keysOf(name, Number(turn), Number(count ?? 0)) };
  };
  return {
    async load() {
      const { head, keys } = await partsOf();
      if (keys.length === 0) return head ?? undefined;
      const parts = await Promise.all(keys.map((key) => storage.getItem(key)));
      return parts.map((part) => part ?? '').join('');
    },
    async save(text) {
      const before = await partsOf();
      const count = text.length > PART_LENGTH ? Math.ceil(text.length / PART_LENGTH) : 0;
      const turn = 1 - before.turn;
      for (const [at, key] of keysOf(name, turn, count).entries()) {
        await storage.setItem(key, text.slice(at * PART_LENGTH, (at + 1) * PART_LENGTH));
      }
      await storage.setItem(name, count === 0 ? text : `parts ${turn} ${count}`);
      for (const key of before.keys) await storage.removeItem(key);
    },
    async remove() {
      const { keys } = await partsOf();
      await storage.removeItem(name);
      for (const key of keys) await storage.removeItem(key);
    },
  };
}

function keysOf(name: string, turn: number, count: number): string[] {
  return Array.from({ length: count }, (_, at) => `${name}/${turn}/${at}`);
}
