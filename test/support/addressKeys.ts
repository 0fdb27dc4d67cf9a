import type { Keyring } from '../../functions/src/platform/crypto/crypto.ts';
import { settings } from '../../functions/src/platform/runtime/settings.ts';
import { demoSettings } from './demoSettings.ts';

/** The key under which the suite's functions hash addresses, mailboxes and uids. */
export const functionsAddressKey = demoSettings().ADDRESS_HASH_KEY ?? '';

/** Runs the work in this process as an instance with these keys would. */
export async function withAddressKeys<T>(ring: Keyring, work: () => Promise<T>): Promise<T> {
  const ours = settings().ADDRESS_HASH_KEY;
  Object.assign(settings(), { ADDRESS_HASH_KEY: ring });
  try {
    return await work();
  } finally {
    Object.assign(settings(), { ADDRESS_HASH_KEY: ours });
  }
}
