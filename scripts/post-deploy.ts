/**
 * `npm run post-deploy -- <project> [--dry-run]`: what `firebase deploy` cannot set. Applies metrics, alerts and the
 * dashboard of `monitoring/`, makes the topics that nobody consumes yet, bounds how often Pub/Sub tries to deliver to our
 * consumers, and says which roles are missing. Safe to run again.
 */
import process from 'node:process';
import { parseArgs } from 'node:util';
import { setDeadLetterPolicies } from './postDeploy/deadLetterPolicies.ts';
import { Gcloud } from './postDeploy/gcloud.ts';
import { applyMonitoring } from './postDeploy/monitoring.ts';
import { missingRoles } from './postDeploy/roles.ts';
import { createTopics } from './postDeploy/topics.ts';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { 'dry-run': { type: 'boolean' } } });
const [project] = positionals;
if (project === undefined) {
  console.error('Usage: npm run post-deploy -- <project> [--dry-run]');
  process.exit(2);
}
const dryRun = values['dry-run'] ?? false;
const gcloud = new Gcloud(project, dryRun);
applyMonitoring(gcloud);
createTopics(gcloud);
const missing = setDeadLetterPolicies(gcloud);
const unbound = missingRoles(gcloud);
for (const { member, role, why, command } of unbound) {
  console.error(`${member} lacks ${role} (${why}). To bind it:\n  ${command}`);
}
if (missing.length > 0) {
  console.error(`These consumers have no subscription, so deploy them first: ${missing.join(', ')}`);
  process.exit(1);
}
if (unbound.length > 0) process.exit(1);
console.log(dryRun ? 'Nothing was changed.' : 'Monitoring and dead-letter policies are in place.');
