import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deleteApp, type FirebaseApp } from 'firebase/app';
import { getFirestore, terminate } from 'firebase/firestore';
import { connectedApp } from './connectedApp.ts';

/** Somebody's phone: the Firebase SDK, signed in or not, and a disk. */
export interface Phone {
  readonly app: FirebaseApp;
  readonly disk: string;
}

/** Hands out phones, and takes all of them back at the end, whatever became of the story. */
export async function withPhones(story: (buy: () => Promise<Phone>) => Promise<void>): Promise<void> {
  const phones: Phone[] = [];
  const buy = async () => {
    const disk = await mkdtemp(join(tmpdir(), 'earnplay-demo-'));
    const phone = { app: connectedApp(`phone-${phones.length}`), disk };
    phones.push(phone);
    return phone;
  };
  try {
    await story(buy);
  } finally {
    for (const { app, disk } of phones) {
      await terminate(getFirestore(app));
      await deleteApp(app);
      await rm(disk, { recursive: true, force: true });
    }
  }
}
