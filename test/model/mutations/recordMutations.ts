import type { Mutation } from './mutation.ts';

/** What is kept of a player that the player must not read, and what a relay leaves. */
export const recordMutations: readonly Mutation[] = [
  {
    name: 'games that overlap are not held against their player',
    file: 'events/conceal.ts',
    find: '(await takeReadable(tx, uid)) + added',
    replace: '(await takeReadable(tx, uid))',
  },
  {
    name: 'the slack of a day is whole again with each batch',
    file: 'events/creditEvents.ts',
    find: 'dayState(stored, concealed?.overlapMs[date])',
    replace: 'dayState(stored)',
  },
  {
    name: 'nobody learns from where somebody plays',
    file: 'events/creditEvents.ts',
    find: 'if (address !== undefined) await learnPlace',
    replace: 'if (economy === undefined) await learnPlace',
  },
  {
    name: 'a place is usual from the first visit on',
    file: 'fraud/placeRules.ts',
    find: 'hourOf(nowMs) - firstHour >= usualAfterHours',
    replace: 'hourOf(nowMs) - firstHour >= 0',
  },
  {
    name: 'what is sealed of a player outlives the account',
    file: 'fraud/conduct.ts',
    find: "['sealed', 'placesUntil', ...FORMER_CONDUCT]",
    replace: "['placesUntil', ...FORMER_CONDUCT]",
  },
  {
    name: 'a message that could not be published is taken off its page',
    file: 'events/relayJournal.ts',
    find: 'takeOff(tx, page, published)',
    replace: 'takeOff(tx, page, messagesOn(page, data))',
  },
];
