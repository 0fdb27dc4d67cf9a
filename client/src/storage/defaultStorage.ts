import { EarnPlayError } from '../errors.ts';
import { indexedDbStorage } from './indexedDbStorage.ts';
import { isQuotaError, type Storage } from './storage.ts';

export async function defaultStorage(name: string): Promise<Storage> {
  if (!('indexedDB' in globalThis)) {
    throw new EarnPlayError('client/storage-unavailable', 'No IndexedDB: pass `storage`.');
  }
  try {
    return await indexedDbStorage(name);
  } catch (error) {
    const code = isQuotaError(error) ? 'queue/storage-full' : 'client/storage-unavailable';
    throw new EarnPlayError(code, 'This device’s storage cannot be opened.', {}, error);
  }
}
