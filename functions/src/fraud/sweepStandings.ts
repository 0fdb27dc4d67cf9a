import { type Swept, sweep } from '../platform/storage/sweep.ts';
import { followUp } from './followUp.ts';

const CONDUCTS_A_PAGE = 50;
const MAX_PAGES = 40;

/** Does what is left of bans, and ends what has an end: whoever was stopped in the middle of it, or never came. */
export function sweepStandings(nowMs: number): Promise<Swept> {
  return sweep({
    queue: { group: 'conduct', where: ['work', 'WAITING'], dueField: 'workAt' },
    ...{ dueAtMs: nowMs, nowMs, perPage: CONDUCTS_A_PAGE, maxPages: MAX_PAGES, atOnce: 8 },
    handle: ({ id }) => followUp(id, nowMs),
    failure: ({ id }) => ({ message: 'a standing is stuck', alert: 'fraud.standing-stuck', player: id }),
  });
}
