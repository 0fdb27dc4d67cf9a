/**
 * Where a player's data is, and what becomes of it: one table for the export and for the deletion, so that neither knows
 * of a collection that the other forgot. The ledger stays after a deletion, because money must still add up; by then
 * its uid is a random name that leads to nobody.
 */
export interface PersonalCollection {
  /** `{uid}` stands for the player. */
  readonly collection: string;
  /** All of its documents, those whose field `uid` is the player, or the one whose id is. */
  readonly find: 'all' | 'field' | 'id';
  readonly exported: boolean;
  readonly onDeletion: 'erase' | 'keep';
}

export const PERSONAL_COLLECTIONS: readonly PersonalCollection[] = [
  { collection: 'users/{uid}/days', find: 'all', exported: true, onDeletion: 'keep' },
  { collection: 'users/{uid}/holds', find: 'all', exported: true, onDeletion: 'keep' },
  { collection: 'users/{uid}/monthlyStats', find: 'all', exported: true, onDeletion: 'erase' },
  { collection: 'users/{uid}/inbox', find: 'all', exported: true, onDeletion: 'erase' },
  { collection: 'withdrawals', find: 'field', exported: true, onDeletion: 'keep' },
  { collection: 'withdrawalFiles', find: 'field', exported: true, onDeletion: 'erase' },
  { collection: 'referralClaims', find: 'id', exported: true, onDeletion: 'keep' },
  { collection: 'referralCodes', find: 'field', exported: true, onDeletion: 'erase' },
  { collection: 'risk', find: 'id', exported: true, onDeletion: 'erase' },
  { collection: 'fraudLogs', find: 'field', exported: true, onDeletion: 'keep' },
  // Copies of responses, which repeat what stands elsewhere.
  { collection: 'idempotency', find: 'field', exported: false, onDeletion: 'erase' },
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
