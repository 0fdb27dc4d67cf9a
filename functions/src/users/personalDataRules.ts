/**
 * Where a player's data is, and what becomes of it: one table for the export and for the deletion, so that neither knows
 * of a collection that the other forgot. The ledger stays after a deletion, because money must still add up; by then
 * its uid is a random name that leads to nobody.
 */
export interface PersonalCollection {
  /** `{uid}` stands for the player. */
  readonly collection: string;
  /** All of its documents, those whose field `uid` is the player, the one whose id is, or those of the player's devices. */
  readonly find: 'all' | 'field' | 'id' | 'device';
  /** `blank` keeps the documents without the fields that could give a person away. */
  readonly onDeletion: 'erase' | 'keep' | 'blank';
  readonly blanked?: readonly string[];
}

export const PERSONAL_COLLECTIONS: readonly PersonalCollection[] = [
  { collection: 'users/{uid}/days', find: 'all', onDeletion: 'keep' },
  { collection: 'users/{uid}/holds', find: 'all', onDeletion: 'keep' },
  { collection: 'users/{uid}/monthlyStats', find: 'all', onDeletion: 'erase' },
  { collection: 'users/{uid}/inbox', find: 'all', onDeletion: 'erase' },
  { collection: 'profiles', find: 'id', onDeletion: 'erase' },
  // The fingerprint of a request covers payment details and device.
  { collection: 'withdrawals', find: 'field', onDeletion: 'blank', blanked: ['fingerprint', 'response'] },
  { collection: 'withdrawalFiles', find: 'field', onDeletion: 'erase' },
  { collection: 'adjustments', find: 'field', onDeletion: 'keep' },
  { collection: 'ledgerDiscrepancies', find: 'field', onDeletion: 'keep' },
  { collection: 'referralClaims', find: 'id', onDeletion: 'keep' },
  { collection: 'referralCodes', find: 'field', onDeletion: 'erase' },
  { collection: 'risk', find: 'id', onDeletion: 'erase' },
  { collection: 'fraudLogs', find: 'field', onDeletion: 'keep' },
  { collection: 'staff', find: 'id', onDeletion: 'erase' },
  { collection: 'devices', find: 'device', onDeletion: 'erase' },
];

/** Fields that may name another person; their values are left out of an export. */
const PEOPLE = new Set([
  'actor',
  'approvedBy',
  'approvals',
  'referredBy',
  'referrerUid',
  'requestedBy',
  'reviewedBy',
  'waitingFor',
]);
const PATHS = new Set(['reference', 'subject']);
const SOMEBODY = 'somebody else';

/** The same data with everybody but `uid` taken out. */
export function withoutOthers(value: unknown, uid: string): unknown {
  if (Array.isArray(value)) return value.map((one) => withoutOthers(one, uid));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      if (PEOPLE.has(key)) return [key, ownOnly(inner, uid)];
      if (PATHS.has(key) && typeof inner === 'string' && inner.startsWith('users/')) {
        return [key, inner === `users/${uid}` ? inner : `users/${SOMEBODY}`];
      }
      return [key, withoutOthers(inner, uid)];
    }),
  );
}

function ownOnly(value: unknown, uid: string): unknown {
  if (Array.isArray(value)) return value.map((one) => ownOnly(one, uid));
  if (typeof value !== 'string' || value === uid || value.startsWith('system:')) return value;
  return SOMEBODY;
}

/** Where in the table the document at this path stands: its collection's place, and its id there. */
export function placeOf(path: string | undefined, uid: string): { readonly index: number; readonly id: string | null } {
  const [id = '', ...collection] = (path ?? '').split('/').toReversed();
  const parent = collection.toReversed().join('/');
  const index = PERSONAL_COLLECTIONS.findIndex((place) => place.collection.replace('{uid}', uid) === parent);
  return index < 0 ? { index: 0, id: null } : { index, id };
}
