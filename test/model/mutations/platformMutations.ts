import type { Mutation } from './mutation.ts';

/** Idempotency, Redis, rate limits, devices and roles. */
const IDEMPOTENCY = 'platform/storage/idempotency.ts';
const CHECKED_BATCH = 'platform/storage/checkedBatch.ts';

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
    find: "throw new Refused(idempotencyErrors['key-reused']);",
    replace: '',
  },
  {
    name: 'keys are forgotten after three days',
    file: IDEMPOTENCY,
    find: '14 * DAY_MS',
    replace: '3 * DAY_MS',
  },
  {
    name: 'a commit does not look at what it has read and writes',
    file: CHECKED_BATCH,
    find: 'lastUpdateTime === undefined ? {} : { lastUpdateTime }',
    replace: '{}',
  },
  {
    name: 'what was only read is not verified',
    file: CHECKED_BATCH,
    find: 'this.#checks.verifiesReads ? onlyRead : []',
    replace: '[]',
  },
  {
    name: 'what was found missing is not verified',
    file: CHECKED_BATCH,
    find: 'this.#checks.verifiesReads ? onlyRead : []',
    replace: 'this.#checks.verifiesReads ? onlyRead.filter(({ updateTime }) => updateTime !== undefined) : []',
  },
  {
    name: 'a refusal stands although what it was decided on never stood together',
    file: CHECKED_BATCH,
    find: 'this.#roundTrips < 2',
    replace: 'this.#roundTrips > 0',
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
  {
    name: 'a copy of the configuration lasts a minute, whatever is set',
    file: 'platform/configuration/economyConfig.ts',
    find: 'settings().ECONOMY_CACHE_SECONDS * SECOND_MS',
    replace: '60 * SECOND_MS',
  },
  {
    name: 'who stores a configuration keeps the copy of the one before',
    file: 'platform/configuration/economyConfig.ts',
    find: 'export function forgetEconomy(): void {\n  cached = undefined;',
    replace: 'export function forgetEconomy(): void {',
  },
  {
    name: 'days begin where the instance stands',
    file: 'kernel/time.ts',
    find: 'return new Date(instantMs).toISOString().slice(0, 10);',
    // The beginning of a day is its own still: what counts days on would come to no end.
    replace:
      'const apart = instantMs % DAY_MS === 0 ? 0 : new Date(instantMs).getTimezoneOffset() * MINUTE_MS;\n  return new Date(instantMs - apart).toISOString().slice(0, 10);',
  },
  {
    name: 'the address is the one that the caller writes',
    file: 'platform/transport/clientAddress.ts',
    find: 'hops[hops.length - 1 - trustedHops]',
    replace: 'hops[0]',
  },
  {
    name: 'a proxy of our own is taken for the caller',
    file: 'platform/transport/clientAddress.ts',
    find: 'hops[hops.length - 1 - trustedHops]',
    replace: 'hops[hops.length - 1]',
  },
  {
    name: 'staff need no second factor',
    file: 'platform/identity/access.ts',
    find: 'settings().STAFF_MFA_REQUIRED && !secondFactor',
    replace: "settings().STAFF_MFA_REQUIRED && secondFactor === ''",
  },
];
