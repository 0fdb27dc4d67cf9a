/**
 * Where a player's data is, and what becomes of it: one list, gathered from what the domains store, for the export and
 * for the deletion, so that neither knows of a collection that the other forgot. The ledger stays after a deletion,
 * because money must still add up; by then its uid is a random name that leads to nobody.
 */
export interface PersonalCollection {
  /** `{uid}` stands for the player. */
  readonly collection: string;
  /** Who stores it. */
  readonly domain: string;
  readonly find: 'all' | 'field' | 'id' | 'own';
  readonly onDeletion: 'erase' | 'keep' | 'blank';
  readonly blanked?: readonly string[];
}

/** The collection of one player; whatever the uid is made of stands there as it is. */
export function collectionFor({ collection }: Pick<PersonalCollection, 'collection'>, uid: string): string {
  return collection.replace('{uid}', () => uid);
}

const PATHS = new Set(['reference', 'subject']);
const SOMEBODY = 'somebody else';
/** What a domain says of whoever of the staff did something; it names nobody. */
const STAFF = 'staff';

/** The same data with everybody but `uid` taken out, who may be named in the fields `people`. */
export function withoutOthers(value: unknown, uid: string, people: ReadonlySet<string>): unknown {
  if (Array.isArray(value)) return value.map((one) => withoutOthers(one, uid, people));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      if (people.has(key)) return [key, ownOnly(inner, uid)];
      if (PATHS.has(key) && typeof inner === 'string' && inner.startsWith('users/')) {
        return [key, inner === `users/${uid}` ? inner : `users/${SOMEBODY}`];
      }
      return [key, withoutOthers(inner, uid, people)];
    }),
  );
}

function ownOnly(value: unknown, uid: string): unknown {
  if (Array.isArray(value)) return value.map((one) => ownOnly(one, uid));
  if (typeof value !== 'string' || value === uid || value === STAFF || value.startsWith('system:')) return value;
  return SOMEBODY;
}

/** Where in the table the document at this path stands: its collection's place, and its id there. */
export function placeOf(
  places: readonly PersonalCollection[],
  path: string | undefined,
  uid: string,
): { readonly index: number; readonly id: string | null } {
  const [id = '', ...collection] = (path ?? '').split('/').toReversed();
  const parent = collection.toReversed().join('/');
  const index = places.findIndex((place) => collectionFor(place, uid) === parent);
  return index < 0 ? { index: 0, id: null } : { index, id };
}
