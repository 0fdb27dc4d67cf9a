import { adminFirestore } from '../runtime/firebase.ts';
import type { Economy } from './economy.ts';

/** As many versions back as anybody rolls back; what is older has not been in force for long. */
const VERSIONS_BACK = 20;

/**
 * The newest of the stored versions that this code can read, undefined where there is none. Asked once a copy is to be
 * renewed and only while the current version cannot be read.
 */
export async function lastGoodEconomy(read: (data: unknown) => Economy | undefined): Promise<Economy | undefined> {
  const database = await adminFirestore();
  const versions = database.collection('config/economy/versions').orderBy('version', 'desc').limit(VERSIONS_BACK);
  const readable = (await versions.get()).docs.map((version) => read(version.data()));
  return readable.find((economy) => economy?.unreadable().length === 0);
}
