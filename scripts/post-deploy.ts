/**
 * `npm run post-deploy -- <project>`: what `firebase deploy` cannot set. Applies metrics, alerts and the dashboard of
 * `monitoring/`, and gives the subscriptions that deployed consumers made a dead-letter topic. Safe to run again.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import process from 'node:process';
import { repositoryRoot } from './suite/paths.ts';

const DEAD_LETTER_TOPIC = 'earnplay-dead-letters';
const MAX_DELIVERY_ATTEMPTS = 10;

const [project] = process.argv.slice(2);
if (project === undefined) {
  console.error('Usage: npm run post-deploy -- <project>');
  process.exit(2);
}
applyMetrics(project);
applyAlerts(project);
applyDashboard(project);
setDeadLetterPolicies(project);
console.log('Monitoring and dead-letter policies are in place.');

function applyMetrics(of: string): void {
  for (const file of filesIn('metrics')) {
    const name = basename(file, '.yaml');
    const exists = gcloud(of, ['logging', 'metrics', 'describe', name], true) !== undefined;
    gcloud(of, ['logging', 'metrics', exists ? 'update' : 'create', name, `--config-from-file=${file}`]);
  }
}

/** Alerts have no names of their own but the display name: one that is there is updated, any other created. */
function applyAlerts(of: string): void {
  for (const file of filesIn('alerts')) {
    const { displayName } = JSON.parse(readFileSync(file, 'utf8'));
    const list = ['monitoring', 'policies', 'list', `--filter=displayName="${displayName}"`, '--format=value(name)'];
    const existing = gcloud(of, list)?.trim();
    if (existing) gcloud(of, ['monitoring', 'policies', 'update', existing, `--policy-from-file=${file}`]);
    else gcloud(of, ['monitoring', 'policies', 'create', `--policy-from-file=${file}`]);
  }
}

function applyDashboard(of: string): void {
  const file = join(repositoryRoot, 'monitoring', 'dashboard.json');
  const list = ['monitoring', 'dashboards', 'list', '--filter=displayName="EarnPlay"', '--format=value(name)'];
  const existing = gcloud(of, list)?.trim();
  if (existing) gcloud(of, ['monitoring', 'dashboards', 'delete', existing, '--quiet']);
  gcloud(of, ['monitoring', 'dashboards', 'create', `--config-from-file=${file}`]);
}

function setDeadLetterPolicies(of: string): void {
  gcloud(of, ['pubsub', 'topics', 'create', DEAD_LETTER_TOPIC], true);
  const list = ['pubsub', 'subscriptions', 'list', '--filter=name~eventarc-', '--format=value(name)'];
  const subscriptions = (gcloud(of, list) ?? '').split('\n').filter((name) => name !== '');
  for (const subscription of subscriptions) {
    gcloud(of, [
      ...['pubsub', 'subscriptions', 'update', subscription],
      `--dead-letter-topic=${DEAD_LETTER_TOPIC}`,
      `--max-delivery-attempts=${MAX_DELIVERY_ATTEMPTS}`,
    ]);
  }
}

/** Runs gcloud; a failure ends the script, unless it `mayFail`. */
function gcloud(of: string, words: readonly string[], mayFail = false): string | undefined {
  const { status, stdout, stderr, error } = spawnSync('gcloud', [...words, `--project=${of}`], { encoding: 'utf8' });
  if (status === 0) return stdout;
  if (mayFail && error === undefined) return undefined;
  console.error(error === undefined ? stderr : 'gcloud is not installed: see cloud.google.com/sdk.');
  process.exit(1);
}

function filesIn(folder: string): string[] {
  const path = join(repositoryRoot, 'monitoring', folder);
  return readdirSync(path).map((name) => join(path, name));
}
