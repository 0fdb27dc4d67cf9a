import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { MINUTE_MS } from '../../functions/src/kernel/time.ts';
import { runSchedule } from '../../test/support/runSchedule.ts';
import type { Stretch } from './measured.ts';
import { storedBytes } from './storedBytes.ts';
import { readMeter, type Usage, usageIn } from './usage.ts';

/** For so long nobody may have used anything before a stretch counts as ended. */
const QUIET_MS = 1_500;
const LOOK_EVERY_MS = 100;
const PATIENCE_MS = 60_000;
/** Longer than a page waits to be relayed. */
const LATER_MS = 10 * MINUTE_MS;

/** Waits until all that was set going has ended: the meters stand still. */
export async function untilQuiet(folder: string): Promise<void> {
  const deadlineMs = Date.now() + PATIENCE_MS;
  let [size, sinceMs] = [-1, Date.now()];
  while (Date.now() - sinceMs < QUIET_MS) {
    if (Date.now() > deadlineMs) throw new Error('the suite does not come to rest');
    await delay(LOOK_EVERY_MS);
    const now = meteredBytes(folder);
    if (now !== size) [size, sinceMs] = [now, Date.now()];
  }
}

/** Lets pass what comes minutes after a session or a call: the sweep finds the pages that it left. */
export async function letMinutesPass(folder: string): Promise<void> {
  await untilQuiet(folder);
  await runSchedule('sweepOutbox', Date.now() + LATER_MS);
  await untilQuiet(folder);
}

function meteredBytes(folder: string): number {
  return readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
}

/** All that is used for `work` and for what it sets going. */
export async function usedBy(folder: string, work: () => Promise<unknown>): Promise<Usage[]> {
  await untilQuiet(folder);
  const fromMs = Date.now();
  await work();
  await untilQuiet(folder);
  return usageIn(readMeter(folder), { fromMs, toMs: Date.now() });
}

/** As {@link usedBy}, with what is stored afterwards that was not before. */
export async function stretchOf(folder: string, units: number, work: () => Promise<unknown>): Promise<Stretch> {
  const before = await storedBytes();
  const usage = await usedBy(folder, work);
  return { units, usage, storedBytes: (await storedBytes()) - before };
}
