import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { repositoryRoot } from '../suite/paths.ts';
import type { Gcloud } from './gcloud.ts';

const folder = join(repositoryRoot, 'monitoring');

/** Metrics before what watches them. */
export function applyMonitoring(gcloud: Gcloud): void {
  applyMetrics(gcloud);
  applyAlerts(gcloud);
  applyDashboard(gcloud);
}

function applyMetrics(gcloud: Gcloud): void {
  for (const file of filesIn('metrics')) {
    const name = basename(file, '.json');
    const exists = gcloud.ask('logging', 'metrics', 'describe', name, '--format=value(name)') !== undefined;
    gcloud.change('logging', 'metrics', exists ? 'update' : 'create', name, `--config-from-file=${file}`);
  }
}

/** Alerts have no names of their own but the display name: one that is there is updated, any other created. */
function applyAlerts(gcloud: Gcloud): void {
  for (const file of filesIn('alerts')) {
    const { displayName } = JSON.parse(readFileSync(file, 'utf8'));
    const filter = `--filter=displayName="${displayName}"`;
    const existing = gcloud.ask('monitoring', 'policies', 'list', filter, '--format=value(name)');
    if (existing) gcloud.change('monitoring', 'policies', 'update', existing, `--policy-from-file=${file}`);
    else gcloud.change('monitoring', 'policies', 'create', `--policy-from-file=${file}`);
  }
}

function applyDashboard(gcloud: Gcloud): void {
  const file = join(folder, 'dashboard.json');
  const list = ['monitoring', 'dashboards', 'list', '--filter=displayName="EarnPlay"', '--format=value(name)'];
  const existing = gcloud.ask(...list);
  if (existing) gcloud.change('monitoring', 'dashboards', 'delete', existing, '--quiet');
  gcloud.change('monitoring', 'dashboards', 'create', `--config-from-file=${file}`);
}

function filesIn(name: string): string[] {
  const path = join(folder, name);
  return readdirSync(path)
    .sort()
    .map((file) => join(path, file));
}
