import { EarnPlayError } from '../errors.ts';
import { indexedDbStorage } from './indexedDbStorage.ts';
import type { Storage } from './storage.ts';

export async function defaultStorage(name: string): Promise<Storage> {
  if (!('indexedDB' in globalThis)) {
    throw new EarnPlayError('client/storage-unavailable', 'No IndexedDB: pass `storage`.');
  }
  return await indexedDbStorage(name);
}
