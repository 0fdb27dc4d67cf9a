import { codeOf } from '../runtime/errorCode.ts';
import { adminFirestore } from '../runtime/firebase.ts';

const ALREADY_EXISTS = 6;

/**
 * Takes a document's name: true for whoever asks first, false for everybody after. One write and no read; of those who ask
 * at the same time, Firestore lets one create it. After `forgottenAtMs` the name may be free again, some time or other.
 */
export async function takeOnce(path: string, forgottenAtMs: number): Promise<boolean> {
  try {
    await (await adminFirestore()).doc(path).create({ expireAt: new Date(forgottenAtMs) });
    return true;
  } catch (error) {
    if (codeOf(error) === ALREADY_EXISTS) return false;
    throw error;
  }
}
