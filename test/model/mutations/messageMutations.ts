import type { Mutation } from './mutation.ts';

/** What travels between domains: who hears it, how often it counts, and what becomes of what nobody could handle. */
const TOPICS = 'platform/messaging/topics.ts';
const GIVEN_UP = 'bus/keepUndelivered.ts';

export const messageMutations: readonly Mutation[] = [
  {
    name: 'a message leaves a line each time it comes',
    file: 'notifications/notify.ts',
    find: 'JSON.stringify([note.kind, cause])',
    replace: 'JSON.stringify([note.kind, cause, nowMs])',
  },
  {
    name: 'a line that is there is written again',
    file: 'notifications/notify.ts',
    find: 'if ((await tx.get(doc)) !== undefined) return;',
    replace: 'await tx.get(doc);',
    also: { find: 'tx.create(doc,', replace: 'tx.merge(doc,' },
  },
  {
    name: 'a message is audited each time it comes',
    file: 'staff/recordAudit.ts',
    find: 'if ((await tx.get(auditDoc(id))) === undefined) append(tx, id, entry);',
    replace: 'append(tx, newAuditId(entry.atMs), entry);',
  },
  {
    name: 'an entry that is there is written again',
    file: 'staff/recordAudit.ts',
    find: 'if ((await tx.get(auditDoc(id))) === undefined) append(tx, id, entry);',
    replace: `await tx.get(auditDoc(id));
  const { atMs, ...rest } = entry;
  tx.merge(auditDoc(id), { at: new Date(atMs), ...rest });`,
  },
  {
    name: 'all steps of a withdrawal are one line',
    file: 'notifications/notify.ts',
    find: '{ uid: message.uid, cause: message.eventId, nowMs }',
    replace: '{ uid: message.uid, cause: withdrawalId, nowMs }',
  },
  {
    name: 'a failing consumer keeps the others from hearing',
    file: TOPICS,
    find: 'Promise.all(\n    hearing.map(',
    replace: 'oneByOne(\n    hearing, (',
    also: {
      find: 'const traced =',
      replace: `async function oneByOne(all, deliverTo) {
  for (const one of all) {
    const failure = await deliverTo(one);
    if (failure !== undefined) return [failure];
  }
  return [];
}

const traced =`,
    },
  },
  {
    name: 'a message that a consumer failed at counts as delivered',
    file: TOPICS,
    find: 'if (first !== undefined) throw first.error;',
    replace: '',
  },
  {
    name: 'a letter that is sent again reaches everybody',
    file: TOPICS,
    find: 'only === undefined || only === name',
    replace: 'only !== name || only === name',
  },
  {
    name: 'a message has letters for those that have handled it',
    file: GIVEN_UP,
    find: 'await deliverEach(served.topic, content, only, nowMs);',
    replace: `(await consumersOf(served.topic))
    .filter(({ name }) => only === undefined || only === name)
    .map(({ name }) => ({ consumer: name, error: 'given up' }));`,
    also: { find: 'consumedTopics, type Delivery, deliverEach', replace: 'consumedTopics, type Delivery, consumersOf' },
  },
  {
    name: 'what Pub/Sub has given up is lost',
    file: GIVEN_UP,
    find: 'failed.map(({ consumer, error }) =>',
    replace: 'failed.slice(failed.length).map(({ consumer, error }) =>',
  },
  {
    name: 'what the subscription of one consumer gave up is nobody’s',
    file: GIVEN_UP,
    find: 'return consumer && {',
    replace: 'return undefined && {',
  },
  {
    name: 'a letter that is sent again goes nowhere',
    file: 'bus/replayDeadLetter.ts',
    find: 'await publishRaw(letter.topic, letter.message, letter.consumer);',
    replace: '',
  },
  {
    name: 'a letter counts as sent again before it is',
    file: 'bus/replayDeadLetter.ts',
    find: "{ status: 'WAITING', replayOf: letter.deaths });",
    replace: "{ status: 'REPLAYED', replayOf: letter.deaths });",
  },
];
