import type { Domain } from './domain.ts';

/** What a running instance may need of a domain; one that needs nothing of a domain does not load its manifest. */
export type Trait = 'account' | 'riders' | 'postings' | `schedule ${string}` | `topic ${string}` | `staff ${string}`;

/** Everything that a domain can be needed for. */
export function traitsOf(domain: Domain): readonly Trait[] {
  const { account, riders, postings, schedules = [], consumers = [], callables = {} } = domain;
  const staff = Object.values(callables).filter(({ access }) => access.kind !== 'player');
  return [
    ...(account === undefined ? [] : ['account' as const]),
    ...(riders === undefined ? [] : ['riders' as const]),
    ...(postings === undefined ? [] : ['postings' as const]),
    ...schedules.map(({ name }) => `schedule ${name}` as const),
    ...new Set(consumers.map(({ hears }) => `topic ${hears.type}` as const)),
    ...staff.map(({ name }) => `staff ${name}` as const),
  ];
}
