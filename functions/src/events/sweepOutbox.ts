import { MINUTE_MS } from '../kernel/time.ts';
import { describeError, log } from '../platform/log.ts';
import { waitingPages } from '../wallet/journal.ts';
import { relayPage } from './relayJournal.ts';

/** The relay's backstop: a page that waits this long was missed by its trigger. */
const OVERDUE_MS = 2 * MINUTE_MS;
const PAGES_A_ROUND = 100;
const MAX_ROUNDS = 50;

export interface SweepSummary {
  readonly relayed: number;
  readonly failed: number;
}

/** Relays all overdue pages; one that fails is logged, left as it is and met again by the next sweep. */
export async function sweepOutbox(nowMs: number): Promise<SweepSummary> {
  let relayed = 0;
  let failed = 0;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const pages = await waitingPages(nowMs - OVERDUE_MS, PAGES_A_ROUND);
    let progress = 0;
    failed = 0;
    for (const page of pages) {
      try {
        await relayPage(page);
        progress += 1;
      } catch (error) {
        failed += 1;
        log('ERROR', 'outbox page could not be relayed', { alert: 'outbox.stuck', ...page, ...describeError(error) });
      }
    }
    relayed += progress;
    if (progress === 0 || pages.length < PAGES_A_ROUND) break;
  }
  return { relayed, failed };
}
