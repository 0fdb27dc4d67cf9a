import { describeError, log } from '../platform/runtime/log.ts';
import { parseStored } from '../platform/storage/collection.ts';
import { readAll } from '../platform/storage/reader.ts';
import { applyClaims, areClaimsOf } from './setRole.ts';
import { memberDoc } from './store.ts';

const MEMBERS_A_PAGE = 100;

/**
 * Tells Auth of roles that it does not know, because the process died that stored them, or one that was slower died right
 * after it had told Auth of an older role: who was sent away must not keep the rights until somebody sends the same request
 * again. Staff are few, so all of them are compared with what Auth says.
 */
export async function applyRoles(): Promise<{ readonly applied: number; readonly failed: number }> {
  let applied = 0;
  let failed = 0;
  for await (const { id, path, data } of readAll({ collection: 'staff', limit: MEMBERS_A_PAGE })) {
    try {
      const member = parseStored(memberDoc(id).fields, path, data);
      if (member.appliedRevision >= member.revision && (await areClaimsOf(id, member))) continue;
      await applyClaims(id);
      applied += 1;
    } catch (error) {
      log('ERROR', 'a role is not applied', { alert: 'staff.role-stuck', member: id, ...describeError(error) });
      failed += 1;
    }
  }
  return { applied, failed };
}
