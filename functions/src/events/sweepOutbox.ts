import { MINUTE_MS, SECOND_MS } from '../kernel/time.ts';
import { describeError, log } from '../platform/log.ts';
import { type WaitingPage, waitingPages } from '../wallet/journal.ts';
import { relayPage } from './relayJournal.ts';

/** The relay's backstop: a page that waits this long was missed by its trigger. */
const OVERDUE_MS = 2 * MINUTE_MS;
const PAGES_A_ROUND = 100;
const MAX_ROUNDS = 50;

export interface SweepSummary {
  readonly relayed: number;
  readonly failed: number;
  /** Age of the page that waited longest, in seconds; 0 when none was overdue. */
  readonly oldestSeconds: number;
}

/** Relays all overdue pages; one that fails is logged, passed over and met again by the next sweep. */
export async function sweepOutbox(nowMs: number): Promise<SweepSummary> {
  let relayed = 0;
  let failed = 0;
  let oldestSeconds = 0;
  let last: WaitingPage | undefined;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const pages = await waitingPages(nowMs - OVERDUE_MS, PAGES_A_ROUND, last);
    for (const page of pages) {
      oldestSeconds = Math.max(oldestSeconds, Math.round((nowMs - page.sinceMs) / SECOND_MS));
      if (await tryToRelay(page)) relayed += 1;
      else failed += 1;
    }
    last = pages.at(-1);
    if (pages.length < PAGES_A_ROUND) break;
  }
  return { relayed, failed, oldestSeconds };
}

async function tryToRelay({ uid, date }: WaitingPage): Promise<boolean> {
  try {
    await relayPage({ uid, date });
    return true;
  } catch (error) {
    log('ERROR', 'outbox page could not be relayed', { alert: 'outbox.stuck', uid, date, ...describeError(error) });
    return false;
  }
}
