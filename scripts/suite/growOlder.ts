import { adminFirestore } from '../../functions/src/platform/runtime/firebase.ts';

/** Lets an account of the suite have been opened that much earlier: nobody earns for a time before there was an account. */
export async function growOlder(uid: string, byMs: number): Promise<void> {
  const account = (await adminFirestore()).doc(`users/${uid}`);
  const createdAt: { toMillis(): number } = (await account.get()).get('createdAt');
  await account.update({ createdAt: new Date(createdAt.toMillis() - byMs) });
}
