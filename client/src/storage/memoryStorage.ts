import { jsonStorage } from './jsonStorage.ts';
import type { OpenStorage } from './storage.ts';

/** For tests only: what it holds is gone with the object that was made. Opening a name again finds what it held. */
export function memoryStorage(): OpenStorage {
  const texts = new Map<string, string>();
  return async (name) =>
    jsonStorage({
      load: async () => texts.get(name),
      save: async (text) => {
        texts.set(name, text);
      },
      remove: async () => {
        texts.delete(name);
      },
    });
}
