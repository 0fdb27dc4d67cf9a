import { demand } from '../core/violation.ts';
import { dayText } from '../oracle/calendar.ts';
import type { Oracle } from '../oracle/state.ts';

/** A message tells of a posting that exists, and tells the truth of it. */
export function checkPublished(oracle: Oracle, message: any): void {
  const { uid, eventId, data } = message;
  const entry = oracle.accounts.get(uid)?.entries[data.sequence - 1];
  demand(entry !== undefined, () => `published ${eventId} before its posting was committed`);
  demand(eventId === `${uid}:${data.sequence}`, () => `message ${eventId} is named for another posting`);
  const truth =
    entry.type === 'events.credit' && entry.legs.available === data.coins && dayText(entry.day) === data.day;
  demand(truth, () => `message ${eventId} tells of ${data.coins} coins on ${data.day}; the posting says otherwise`);
}
