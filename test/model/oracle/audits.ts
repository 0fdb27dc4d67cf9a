import type { Audit } from './records.ts';
import type { Oracle } from './state.ts';

/** Says that the commit that is being decided must put this into the audit log. */
export function audit(oracle: Oracle, entry: Audit): void {
  oracle.dueAudits.push(entry);
  oracle.audits.push(entry);
}
