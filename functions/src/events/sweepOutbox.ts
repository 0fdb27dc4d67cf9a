import { MINUTE_MS, SECOND_MS } from '../kernel/time.ts';
import { describeError, log } from '../platform/runtime/log.ts';
import { inParallel } from '../platform/runtime/parallel.ts';
import { oldestOn, putOff, type WaitingPage, waitingPages } from '../wallet/journal.ts';
import { relayPage } from './relayJournal.ts';

/**
 * Longer than a session usually is, so that a page is relayed once for all batches of a session. It is also how long a
 * message can be late whose process died before it had published it.
 */
const WAIT_MS = 6 * MINUTE_MS;
const PAGES_A_ROUND = 100;
const MAX_ROUNDS = 500;
const PAGES_AT_ONCE = 20;

export interface SweepSummary {
  readonly relayed: number;
  readonly failed: number;
  /** Age of what has waited longest on any page, in seconds; 0 when none was due. */
  readonly oldestSeconds: number;
}

/** Relays all pages that have waited long enough; one that fails is logged and put off, farther each time. */
export async function sweepOutbox(nowMs: number): Promise<SweepSummary> {
  let relayed = 0;
  let failed = 0;
  let oldestSeconds = 0;
  let last: WaitingPage | undefined;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const pages = await waitingPages(nowMs - WAIT_MS, PAGES_A_ROUND, last);
    await inParallel(pages, PAGES_AT_ONCE, async (page) => {
      oldestSeconds = Math.max(oldestSeconds, Math.round((nowMs - oldestOn(page)) / SECOND_MS));
      if (await tryToRelay(page, nowMs)) relayed += 1;
      else failed += 1;
    });
    last = pages.at(-1);
    if (pages.length < PAGES_A_ROUND) break;
  }
  return { relayed, failed, oldestSeconds };
}

async function tryToRelay({ uid, date, data }: WaitingPage, nowMs: number): Promise<boolean> {
  try {
    await relayPage({ uid, date }, data);
    return true;
  } catch (error) {
    log('ERROR', 'outbox page could not be relayed', { alert: 'outbox.stuck', uid, date, ...describeError(error) });
  }
  await putOff({ uid, date }, nowMs);
  return false;
}
