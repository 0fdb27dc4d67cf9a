import { setTimeout as delay } from 'node:timers/promises';

/** Longer than the Firestore SDK may pause before it opens a broken stream again. */
const PATIENCE_MS = 100_000;
const LOOK_EVERY_MS = 20;

/** Waits for what the server or another part of the client will do; names what it waited for when it does not come. */
export async function until(what: string, isSo: () => boolean): Promise<void> {
  const deadlineMs = Date.now() + PATIENCE_MS;
  while (!isSo()) {
    if (Date.now() > deadlineMs) throw new Error(`it never came to pass that ${what}`);
    await delay(LOOK_EVERY_MS);
  }
}
