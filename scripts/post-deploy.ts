/**
 * `npm run post-deploy -- <project> [--dry-run]`: what `firebase deploy` cannot set. Applies metrics, alerts and the
 * dashboard of `monitoring/`, and bounds how often Pub/Sub tries to deliver to our consumers. Safe to run again.
 */
import process from 'node:process';
import { parseArgs } from 'node:util';
import { setDeadLetterPolicies } from './postDeploy/deadLetterPolicies.ts';
import { Gcloud } from './postDeploy/gcloud.ts';
import { applyMonitoring } from './postDeploy/monitoring.ts';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { 'dry-run': { type: 'boolean' } } });
const [project] = positionals;
if (project === undefined) {
  console.error('Usage: npm run post-deploy -- <project> [--dry-run]');
  process.exit(2);
}
const dryRun = values['dry-run'] ?? false;
const gcloud = new Gcloud(project, dryRun);
applyMonitoring(gcloud);
const missing = setDeadLetterPolicies(gcloud);
if (missing.length > 0) {
  console.error(`These consumers have no subscription, so deploy them first: ${missing.join(', ')}`);
  process.exit(1);
}
console.log(dryRun ? 'Nothing was changed.' : 'Monitoring and dead-letter policies are in place.');
