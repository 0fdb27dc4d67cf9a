import { readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ask, place } from './place.ts';

/** Backup, loss and restore of all that is of value: documents and people. Redis is of none, and starts empty. */
export const SABOTAGES = ['documents', 'people'] as const;
export type Sabotage = (typeof SABOTAGES)[number];

export async function exportAll(folder: string): Promise<void> {
  await ask('POST', `${place.hub}/_admin/export`, { path: folder, initiatedBy: 'rehearse-restore' });
}

export async function wipe(): Promise<void> {
  await ask('DELETE', `${place.firestore}/emulator/v1/projects/${place.project}/databases/(default)/documents`);
  await ask('DELETE', `${place.auth}/emulator/v1/projects/${place.project}/accounts`);
  await flushRedis();
}

/** Its copies of answers tell of what a restore has undone. */
async function flushRedis(): Promise<void> {
  const { Redis } = createRequire(new URL('../../functions/package.json', import.meta.url))('ioredis');
  const redis = new Redis(process.env.REDIS_URL);
  await redis.flushall();
  redis.disconnect();
}

export async function importAll(folder: string): Promise<void> {
  await ask('POST', `${place.firestore}/emulator/v1/projects/${place.project}:import`, {
    database: `projects/${place.project}/databases/(default)`,
    export_directory: join(folder, 'firestore_export', 'firestore_export.overall_export_metadata'),
  });
  const accounts = JSON.parse(readFileSync(accountsOf(folder), 'utf8'));
  const url = `${place.auth}/identitytoolkit.googleapis.com/v1/projects/${place.project}/accounts:batchCreate`;
  await ask('POST', url, accounts);
}

/** Damages an export, to see that a rehearsal can fail. */
export function sabotage(folder: string, what: Sabotage): void {
  if (what === 'people') {
    const { users, ...rest } = JSON.parse(readFileSync(accountsOf(folder), 'utf8'));
    writeFileSync(accountsOf(folder), JSON.stringify({ ...rest, users: users.slice(1) }));
    return;
  }
  const file = join(folder, 'firestore_export', 'all_namespaces', 'all_kinds', 'output-0');
  truncateSync(file, Math.floor(statSync(file).size / 2));
}

function accountsOf(folder: string): string {
  return join(folder, 'auth_export', 'accounts.json');
}
