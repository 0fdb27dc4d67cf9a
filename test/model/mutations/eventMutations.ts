import type { Mutation } from './mutation.ts';

/** Events: deduplication, limits, prices, the window, and what is told of them. */
const RULES = 'events/rules.ts';

export const eventMutations: readonly Mutation[] = [
  {
    name: 'an event is looked for on the day of its arrival',
    file: RULES,
    find: 'state.days.get(one)?.seen.get(priced.key)',
    replace: '(one === utcDay(context.nowMs) ? state.days.get(one)?.seen.get(priced.key) : undefined)',
  },
  {
    name: 'an ad is forgotten across midnight',
    file: RULES,
    find: 'const around = [utcDay(occurredAt - STAMPS_APART_MS), utcDay(occurredAt + STAMPS_APART_MS)];',
    replace: 'const around = [day];',
  },
  {
    name: 'limits are read from another day',
    file: RULES,
    find: '{ state: state.days.get(date) ?? EMPTY_DAY, gained: NO_STATS, added, earned: {} }',
    replace: '{ state: [...state.days.values()][0] ?? EMPTY_DAY, gained: NO_STATS, added, earned: {} }',
  },
  {
    name: 'the window has no beginning',
    file: RULES,
    find: 'occurredAt >= nowMs - maxAgeSeconds * SECOND_MS && ',
    replace: '',
  },
  {
    name: 'a streak never starts again',
    file: RULES,
    find: 'streak.lastDay !== null && addDays(streak.lastDay, 1) === date ?',
    replace: 'streak.lastDay !== null ?',
  },
  {
    name: 'a duplicate is told as worthless',
    file: RULES,
    find: "{ status: 'duplicate', coins: earlier }",
    replace: "{ status: 'duplicate', coins: 0 }",
  },
  {
    name: 'every spin of a day is the first',
    file: RULES,
    find: 'spinDigest(date, day.stats.spinsUsed)',
    replace: 'spinDigest(date, 0)',
  },
  {
    name: 'the daily coins are checked before the event is priced',
    file: RULES,
    find: 'day.stats.coinsEarned + coins > dailyLimits.coins',
    replace: 'day.stats.coinsEarned >= dailyLimits.coins',
  },
  {
    name: 'a message is published before its commit',
    file: 'events/creditEvents.ts',
    find: 'await handOver(tx, { uid, date }, messages, crediting.nowMs);',
    replace: 'await publishAll(messages);\n  await handOver(tx, { uid, date }, messages, crediting.nowMs);',
    also: {
      find: "import type { Tx } from '../platform/storage/transaction.ts';",
      replace:
        "import type { Tx } from '../platform/storage/transaction.ts';\nimport { publishAll } from '../platform/messaging/publisher.ts';",
    },
  },
  {
    name: 'a posting names the configuration that it was not priced by',
    file: 'events/creditEvents.ts',
    find: 'configVersion: economy.version }',
    replace: 'configVersion: 0 }',
  },
  {
    name: 'a relay takes off what it has not published',
    file: 'wallet/journal.ts',
    find: 'stored.outbox.filter((message) => !done.has(message.eventId))',
    replace: 'stored.outbox.filter((message) => done.size < 0)',
  },
  {
    name: 'a page without messages is never looked at again',
    file: 'wallet/journal.ts',
    find: 'outboxSince: new Date(since) }',
    replace: 'outboxSince: messages.length === 0 ? null : new Date(since) }',
  },
  {
    name: 'nobody is told of a commit before the sweep',
    file: 'wallet/journal.ts',
    find: '  tx.tell(messages);\n',
    replace: '',
  },
  {
    name: 'what was committed fails because it could not be published',
    file: 'platform/messaging/announce.ts',
    find: "log('WARNING', 'messages wait for the sweep', { messages: messages.length, ...describeError(error) });",
    replace: 'throw error;',
  },
  {
    name: 'what a commit has published is taken for known to be',
    file: 'wallet/journal.ts',
    find: 'outbox: [...(stored?.outbox ?? []), ...messages]',
    replace: 'outbox: stored?.outbox ?? []',
  },
  {
    name: 'a month adds up what it is told twice',
    file: 'events/foldMonth.ts',
    find: 'const byDay: Record<string, Stats> = { ...(await tx.get(doc))?.byDay, [date]: day.stats };',
    replace:
      'const old = (await tx.get(doc))?.byDay ?? {};\n  const byDay: Record<string, Stats> = { ...old, [date]: addStats(old[date] ?? NO_STATS, day.stats) };',
  },
];
