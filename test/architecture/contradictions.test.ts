import assert from 'node:assert/strict';
import { greetings } from '../../functions/madeUp/greetings/domain.ts';
import { domains } from '../../functions/src/gathered.ts';
import { consistent, contradictions } from '../../functions/src/platform/manifest/consistency.ts';
import type { Domain } from '../../functions/src/platform/manifest/domain.ts';

const good: Domain = greetings;
const { sayHello, listGreetings } = greetings.callables ?? {};
const other: Domain = { name: 'other' };
const schedule = { name: 'sayHello', schedule: 'every day 04:00', load: async () => async () => ({}) };

/** What is wrong with each, beside the domain that is right. */
const WRONG: readonly (readonly [what: string, domains: readonly Domain[], said: RegExp])[] = [
  ['two domains of one name', [good, { name: 'greetings' }], /domain greetings/],
  [
    'a callable that two declare',
    [good, { ...other, callables: { sayHello } as never }],
    /function sayHello is declared by/,
  ],
  [
    'a callable under another name',
    [{ ...other, callables: { hello: sayHello } as never }],
    /sayHello is declared as hello/,
  ],
  ['a schedule named like a callable', [good, { ...other, schedules: [schedule] }], /function sayHello is declared by/],
  [
    'a schedule named like a topic’s function',
    [good, { ...other, schedules: [{ ...schedule, name: 'onGreetingSaid' }] }],
    /name of a function/,
  ],
  [
    'a schedule named like the staff door',
    [{ ...other, schedules: [{ ...schedule, name: 'staff' }] }],
    /name of a function/,
  ],
  ['staff callables that nobody serves', [{ ...other, callables: { listGreetings } as never }], /nobody serves/],
  ['an error code that two declare', [good, { ...other, errors: good.errors ?? [] }], /error greetings\/enough/],
  ['a posting that two declare', [good, { ...other, postings: good.postings ?? [] }], /posting greeting\.thanks/],
  ['a message that two declare', [good, { ...other, messages: good.messages ?? {} }], /message greeting\.said/],
  [
    'a part of the configuration that two declare',
    [good, { ...other, config: good.config ?? [] }],
    /configuration greetings/,
  ],
  [
    'a part in the features’ place',
    [{ ...other, config: [{ ...greetings.config?.[0], name: 'features' } as never] }],
    /no part/,
  ],
  ['a feature that two declare', [good, { ...other, features: good.features ?? [] }], /feature greetings/],
  [
    'a consumer whose topic nobody publishes',
    [{ ...other, consumers: good.consumers ?? [] }],
    /which nobody publishes/,
  ],
  ['a consumer that two declare', [good, { ...other, consumers: good.consumers ?? [] }], /consumer countGreeter/],
  [
    'access that two grant',
    [good, { ...other, collections: [{ path: 'greetingBoards/{day}', readBy: 'signedIn' }] }],
    /access to greetingBoards/,
  ],
  [
    'personal data that two would erase',
    [good, { ...other, collections: good.collections ?? [] }],
    /personal collection users/,
  ],
  ['a query that two register', [good, { ...other, queries: good.queries ?? [] }], /query greetings\/forgetGreetings/],
];

describe('the domains', () => {
  it('do not contradict each other', () => {
    assert.deepEqual(contradictions(domains), []);
  });

  for (const [what, wrong, said] of WRONG) {
    it(`are not gathered with ${what}`, () => {
      assert.throws(() => consistent(wrong), said);
    });
  }
});
