import type { Domain } from '../platform/manifest/domain.ts';
import type { PersonalCollection } from './personalDataRules.ts';

/** The collections of which the domains say that they hold a player's own, in the order of the domains. */
export function personalCollections(domains: readonly Domain[]): readonly PersonalCollection[] {
  return domains.flatMap(({ name, collections = [] }) =>
    collections.flatMap(({ path, personal }) =>
      personal === undefined ? [] : [{ collection: path.slice(0, path.lastIndexOf('/')), domain: name, ...personal }],
    ),
  );
}

/** The fields, of which collection, that may name somebody who is gone and stay. */
export function namedIn(
  domains: readonly Domain[],
): readonly { readonly collection: string; readonly field: string }[] {
  return domains.flatMap(({ collections = [] }) =>
    collections.flatMap(({ path, people = [] }) => {
      const collection = path.slice(0, path.lastIndexOf('/'));
      return people.map((field) => ({ collection, field }));
    }),
  );
}

/** Fields of which a domain says that they may name another person. */
export function fieldsThatName(domains: readonly Domain[]): ReadonlySet<string> {
  return new Set(domains.flatMap(({ peopleIn = [] }) => peopleIn));
}
