import { functionOf } from '../messaging/topics.ts';
import type { Domain } from './domain.ts';
import { traitsOf } from './traits.ts';

/**
 * What the domains declare is put together by names, where the later of two would silently take the place of the earlier:
 * one callable would answer for another, or a player's documents would be readable by a rule that their owner never saw.
 * So whoever gathers them asks this first; a deployed instance does not, because its build has.
 */
export function consistent<D extends Domain>(domains: readonly D[]): readonly D[] {
  const wrong = contradictions(domains);
  if (wrong.length > 0) throw new Error(`the domains contradict each other:\n  ${wrong.join('\n  ')}`);
  return domains;
}

/** Everything that cannot be as it is declared, in words. */
export function contradictions(domains: readonly Domain[]): readonly string[] {
  return [
    ...NAMES.flatMap(([kind, namesOf]) => declaredTwice(domains, kind, namesOf)),
    ...domains.flatMap(misnamed),
    ...unheardOf(domains),
    ...disputedAccess(domains),
  ];
}

type NamesOf = (domain: Domain) => readonly string[];

/** What must be of one domain alone, by its names. */
const NAMES: readonly (readonly [kind: string, namesOf: NamesOf])[] = [
  ['domain', ({ name }) => [name]],
  ['callable or function', servedNames],
  ['error', ({ errors = [] }) => errors.flatMap((rows) => Object.values(rows).map(({ code }) => code))],
  ['message', ({ messages = {} }) => Object.values(messages).map(({ type }) => type)],
  ['part of the configuration', ({ config = [] }) => config.map(({ name }) => name)],
  ['feature', ({ features = [] }) => features.map(({ name }) => name)],
  ['consumer', ({ consumers = [] }) => consumers.map(({ name }) => name)],
  [
    'personal collection',
    ({ collections = [] }) => collections.filter(({ personal }) => personal).map(({ path }) => path),
  ],
  ['posting', ({ postings = [] }) => postings.map(({ type, purpose }) => [type, purpose ?? []].flat().join(' of '))],
  ['query', ({ queries = [] }) => queries.map(({ file }) => file)],
];

/** Callables, schedules and the functions of topics share one namespace: all of them are names of functions. */
function servedNames({ callables = {}, schedules = [] }: Domain): readonly string[] {
  return [...Object.values(callables).map(({ name }) => name), ...schedules.map(({ name }) => name)];
}

function declaredTwice(domains: readonly Domain[], kind: string, namesOf: NamesOf): readonly string[] {
  const owners = Map.groupBy(
    domains.flatMap((domain) => namesOf(domain).map((name) => ({ name, owner: domain.name }))),
    ({ name }) => name,
  );
  return [...owners]
    .filter(([, its]) => its.length > 1)
    .map(([name, its]) => `the ${kind} ${name} is declared by ${its.map(({ owner }) => owner).join(' and ')}`);
}

/** Names by which the house would look in vain. */
function misnamed(domain: Domain): readonly string[] {
  const { name, callables = {}, config = [], staff } = domain;
  const servedByStaff = traitsOf(domain).some((trait) => trait.startsWith('staff '));
  return [
    ...Object.entries(callables).flatMap(([key, contract]) =>
      key === contract.name ? [] : [`${name}: the callable ${contract.name} is declared as ${key}`],
    ),
    ...(config.some((part) => part.name === 'features') ? [`${name}: features are no part of their own`] : []),
    ...(servedByStaff && staff === undefined ? [`${name}: nobody serves its staff callables`] : []),
  ];
}

/** Consumers of what nobody publishes, and functions that stand where a topic's own or the staff door would. */
function unheardOf(domains: readonly Domain[]): readonly string[] {
  const published = new Set(domains.flatMap(({ messages = {} }) => Object.values(messages).map(({ type }) => type)));
  const taken = new Set(['staff', ...[...published].map(functionOf)]);
  return domains.flatMap((domain) => [
    ...(domain.consumers ?? [])
      .filter(({ hears }) => !published.has(hears.type))
      .map((consumer) => `${domain.name}: ${consumer.name} hears ${consumer.hears.type}, which nobody publishes`),
    ...servedNames(domain)
      .filter((name) => taken.has(name))
      .map((name) => `${domain.name}: ${name} is the name of a function of the house`),
  ]);
}

/** Several domains may own fields of one document, and only one may say who reads it. */
function disputedAccess(domains: readonly Domain[]): readonly string[] {
  return declaredTwice(domains, 'access to', ({ collections = [] }) =>
    collections.filter(({ readBy }) => readBy !== undefined).map(({ path }) => path),
  );
}
