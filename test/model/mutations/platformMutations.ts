import type { Mutation } from './mutation.ts';

/** Idempotency, Redis, rate limits, devices and roles. */
const IDEMPOTENCY = 'platform/storage/idempotency.ts';

export const platformMutations: readonly Mutation[] = [
  {
    name: 'the record of a key is written beside the transaction',
    file: IDEMPOTENCY,
    find: 'if (earlier === undefined) tx.create(record, fields);\n  else tx.merge(record, fields);',
    replace: 'await transact(async (other) => {\n    await other.get(record);\n    other.merge(record, fields);\n  });',
  },
  {
    name: 'Redis is told before the commit',
    file: IDEMPOTENCY,
    find: 'const response = await effect(tx);',
    replace: 'const response = await effect(tx);\n  await rememberInRedis(request, response, null);',
  },
  {
    name: 'a copy in Redis outlives its record',
    file: IDEMPOTENCY,
    find: 'copy === undefined || !isKept(copy.untilMs, nowMs)',
    replace: 'copy === undefined',
  },
  {
    name: 'a key may be used for something else',
    file: IDEMPOTENCY,
    find: 'if (earlier !== now)',
    replace: 'if (earlier === "")',
  },
  {
    name: 'keys are forgotten after three days',
    file: IDEMPOTENCY,
    find: '14 * DAY_MS',
    replace: '3 * DAY_MS',
  },
  {
    name: 'a commit does not look at what it has read',
    file: 'platform/storage/optimistic.ts',
    find: 'lastUpdateTime === undefined ? {} : { lastUpdateTime }',
    replace: '{}',
  },
  {
    name: 'one call too many a minute',
    file: 'platform/limits/rateLimitLocal.ts',
    find: 'rule.limit - instants.length',
    replace: 'rule.limit + 1 - instants.length',
  },
  {
    name: 'a device is taken from its holder',
    file: 'devices/rules.ts',
    find: 'state.holder !== null && state.holder !== wanted.uid',
    replace: "state.holder === ''",
  },
  {
    name: 'a role that Auth was not told of is left at that',
    file: 'staff/applyRoles.ts',
    find: 'if (member.appliedRevision >= member.revision && (await areClaimsOf(id, member))) continue;',
    replace: 'continue;',
  },
  {
    name: 'the slower of two roles stays',
    file: 'staff/setRole.ts',
    find: 'if (isStillWished) return;',
    replace: 'return;',
  },
];
