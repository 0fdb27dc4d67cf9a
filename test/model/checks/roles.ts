import { demandEqual } from '../core/violation.ts';
import type { Oracle } from '../oracle/state.ts';

/** Auth says of a person what was wished for last, and that is on record. */
export function demandRole(oracle: Oracle, uid: string, stored: any): void {
  const wish = oracle.wishes.get(uid);
  const { revision, appliedRevision } = stored ?? {};
  demandEqual(appliedRevision, revision, `revision that was applied for ${uid}`);
  const expected = wish?.role ? wish : { role: undefined };
  demandEqual(oracle.claims.get(uid), expected, `claims of ${uid}`);
}
