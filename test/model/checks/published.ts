import { demand, demandEqual } from '../core/violation.ts';
import { dayText } from '../oracle/calendar.ts';
import type { Oracle } from '../oracle/state.ts';

/** A message tells of what was committed, and tells the truth of it. */
export function checkPublished(oracle: Oracle, message: any): void {
  if (message.type === 'reward.earned') {
    checkReward(oracle, message);
    return;
  }
  const expected = oracle.messages.get(message.eventId);
  demand(expected !== undefined, () => `published ${message.eventId} before what it tells of was committed`);
  demandEqual(message, { ...expected, version: 1 }, `message ${message.eventId}`);
  oracle.told.add(message.eventId);
}

function checkReward(oracle: Oracle, message: any): void {
  const { uid, eventId, data } = message;
  // A relay may be so slow that whom it tells of is gone, and somebody else there.
  const lives = [oracle.accounts.get(uid), ...(oracle.formerLives.get(uid) ?? [])];
  const entries = lives.flatMap((account) => account?.entries[data.sequence - 1] ?? []);
  demand(entries.length > 0, () => `published ${eventId} before its posting was committed`);
  demand(eventId.startsWith(`${uid}:${data.sequence}:`), () => `message ${eventId} is named for another posting`);
  const truth = entries.some(({ type, legs, day }) => {
    return type === 'events.credit' && legs.available === data.coins && dayText(day) === data.day;
  });
  demand(truth, () => `message ${eventId} tells of ${data.coins} coins on ${data.day}; the posting says otherwise`);
}

/** What is sent again is a letter that somebody sent again, to the letter. */
export function checkRepublished(oracle: Oracle, topic: string, text: string, consumer: string): void {
  const letters = [...oracle.letters.values()];
  const letter = letters.find((one) => one.topic === topic && one.message === text && one.consumer === consumer);
  const isWished = letter !== undefined && letter.replayOf > 0;
  demand(isWished, () => `sent again to ${consumer}, though nobody asked for it: ${text.slice(0, 100)}`);
  letter.sent = true;
}
