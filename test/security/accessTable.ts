import { domains } from '../../functions/src/gathered.ts';
import type { StoredCollection } from '../../functions/src/platform/manifest/stored.ts';
import { collectionsOf } from '../../scripts/generate/firestoreFiles.ts';
import { OWNER, PEOPLE, type Person } from './rulesEnvironment.ts';

/**
 * Who may do what, a row a collection: get, list, create, update, delete. It follows from what the domains declare, by a
 * reading of its own that shares nothing with the one that writes the rules: whatever is not granted here is denied, and
 * the test tries every cell. A listing of withdrawals asks for the owner's; every other listing asks for the collection.
 */
export const OPERATIONS = ['get', 'list', 'create', 'update', 'delete'] as const;
export type Operation = (typeof OPERATIONS)[number];

export interface Row {
  readonly path: string;
  readonly mayOf: Readonly<Record<Person, ReadonlySet<Operation>>>;
}

/** The samples by which a path's parameters are named; `{hold}` is `hold`. */
const SAMPLES: Readonly<Record<string, string>> = { uid: OWNER, date: '2026-11-20', month: '2026-11' };

const NOTHING: Row['mayOf'] = ofEach(() => new Set<Operation>());

/** A collection that nobody declares, and so nobody may touch. */
const UNHEARD_OF: Row = { path: 'unheardOf/document', mayOf: NOTHING };

export const ACCESS: readonly Row[] = [...rowsOf(collectionsOf(domains)), UNHEARD_OF];

const readable = ACCESS.filter(({ mayOf }) => PEOPLE.some((person) => mayOf[person].size > 0));

/** A document below each one that somebody may read. A grant ends where it is written, so all of it is denied there. */
export const BENEATH: readonly Row[] = readable.map(({ path }) => ({
  path: `${path}/unheardOf/document`,
  mayOf: NOTHING,
}));

export function sampleOf(path: string): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => SAMPLES[name] ?? name);
}

/** Several domains may declare their fields of one document; what any of them grants is granted. */
export function rowsOf(collections: readonly StoredCollection[]): Row[] {
  const byPath = Map.groupBy(collections, ({ path }) => path);
  return [...byPath].map(([path, its]) => ({ path: sampleOf(path), mayOf: ofEach((place) => granted(its, place)) }));
}

function granted(its: readonly StoredCollection[], place: number): Set<Operation> {
  const person = PEOPLE[place];
  return new Set(
    its.flatMap(({ readBy, mayList }): Operation[] => {
      if (readBy === undefined || person === 'nobody') return [];
      if (readBy !== 'signedIn' && person !== 'owner') return [];
      return mayList === true ? ['get', 'list'] : ['get'];
    }),
  );
}

function ofEach<T>(make: (place: number) => T): Record<Person, T> {
  return { owner: make(0), other: make(1), staff: make(2), guest: make(3), nobody: make(4) };
}
