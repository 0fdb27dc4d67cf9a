import type { Mutation } from './mutation.ts';

/** Events: deduplication, limits, prices, the window, and what is told of them. */
const RULES = 'events/rules.ts';
const EVENT_RULES = 'events/eventRules.ts';
const WINDOW = 'events/windowRules.ts';

export const eventMutations: readonly Mutation[] = [
  {
    name: 'an event is looked for on the day of its arrival',
    file: RULES,
    find: '?? before.days.get(date)?.seen.get(name)',
    replace: '?? (date === utcDay(Date.now()) ? before.days.get(date)?.seen.get(name) : undefined)',
  },
  {
    name: 'an ad is forgotten across midnight',
    file: RULES,
    find: '(ads.get(transaction) ?? before.ads.get(transaction))',
    replace: 'ads.get(transaction)',
  },
  {
    name: 'an ad is remembered for a day',
    file: 'events/adMemoryRules.ts',
    find: 'const KEPT_DAYS = 15;',
    replace: 'const KEPT_DAYS = 1;',
  },
  {
    name: 'an ad that nobody will ever confirm is to be sent again',
    file: EVENT_RULES,
    find: 'if (isUnconfirmed && event.metadata.ssvTransactionId === undefined) {',
    replace: 'if (isUnconfirmed && event.occurredAt < 0) {',
  },
  {
    name: 'limits are read from another day',
    file: RULES,
    find: 'state: course.before.days.get(date) ?? EMPTY_DAY',
    replace: 'state: [...course.before.days.values()][0] ?? EMPTY_DAY',
  },
  {
    name: 'the window has no beginning',
    file: WINDOW,
    find: 'occurredAt >= nowMs - maxAgeSeconds * SECOND_MS && ',
    replace: '',
  },
  {
    name: 'an account earns for days before it existed',
    file: WINDOW,
    find: 'createdAtMs - window.beforeAccountSeconds * SECOND_MS',
    replace: '0',
  },
  {
    name: 'a streak never starts again',
    file: EVENT_RULES,
    find: 'streak.lastDay !== null && addDays(streak.lastDay, 1) === date ?',
    replace: 'streak.lastDay !== null ?',
  },
  {
    name: 'a key means another event for each type',
    file: RULES,
    find: "if (known.some((one) => one.type !== null && one.type !== type)) return { status: 'rejected', code: KEY_REUSED };\n  const [earlier] = known;",
    replace: 'const earlier = known.find((one) => one.type === type);',
  },
  {
    name: 'the type of an event is forgotten with the page',
    file: 'events/packingRules.ts',
    find: 'if (type === null) return coins;',
    replace: 'if (type !== undefined) return coins;',
  },
  {
    name: 'a duplicate is told as worthless',
    file: RULES,
    find: "{ status: 'duplicate', coins }",
    replace: "{ status: 'duplicate', coins: 0 }",
  },
  {
    name: 'every spin of a day is the first',
    file: EVENT_RULES,
    find: 'spinDigest(date, day.stats.spinsUsed)',
    replace: 'spinDigest(date, 0)',
  },
  {
    name: 'the daily coins are checked before the event is priced',
    file: EVENT_RULES,
    find: 'day.stats.coinsEarned + coins > dailyLimits.coins',
    replace: 'day.stats.coinsEarned >= dailyLimits.coins',
  },
  {
    name: 'a message is published before its commit',
    file: 'events/creditEvents.ts',
    find: 'await handOver(tx, { uid, date }, messages, crediting.nowMs);',
    replace: 'await publishEach(messages);\n  await handOver(tx, { uid, date }, messages, crediting.nowMs);',
    also: {
      find: "import type { Tx } from '../platform/storage/transaction.ts';",
      replace:
        "import type { Tx } from '../platform/storage/transaction.ts';\nimport { publishEach } from '../platform/messaging/publishEach.ts';",
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
    find: 'const outbox = without(stored.outbox, published);',
    replace: 'const outbox: typeof stored.outbox = [];',
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
    find: "log('WARNING', 'messages wait for the sweep', { topic, messages: messages.length, ...describeError(error) });",
    replace: 'throw error;',
  },
  {
    name: 'what a commit has published is taken for known to be',
    file: 'wallet/journal.ts',
    find: 'outbox: [...waiting, ...messages]',
    replace: 'outbox: waiting',
  },
  {
    name: 'a month adds up what it is told twice',
    file: 'events/foldMonth.ts',
    find: 'const byDay: Record<string, Stats> = { ...(await tx.get(doc))?.byDay, [date]: day.stats };',
    replace:
      'const old = (await tx.get(doc))?.byDay ?? {};\n  const byDay: Record<string, Stats> = { ...old, [date]: addStats(old[date] ?? NO_STATS, day.stats) };',
  },
];
