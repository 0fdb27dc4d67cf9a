import { relayPage } from '../../functions/src/events/relayJournal.ts';
import { adminFirestore } from '../../functions/src/platform/runtime/firebase.ts';

/** Relays the page at that path as it is now, without waiting for the sweep to find it. */
export async function relayNow(path: string): Promise<void> {
  await relayAsRead(path, (await (await adminFirestore()).doc(path).get()).data());
}

/** As a relay that has read the page before, and is only now getting on with it. */
export async function relayAsRead(path: string, data: unknown): Promise<void> {
  const [, uid = '', , date = ''] = path.split('/');
  await relayPage({ uid, date }, data);
}
