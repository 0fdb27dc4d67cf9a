import { HOUR_MS } from '../kernel/time.ts';
import { describeError, log } from '../platform/runtime/log.ts';
import { settings } from '../platform/runtime/settings.ts';
import { exportProgress, startExport } from '../platform/storage/firestoreExport.ts';
import { transact } from '../platform/storage/transaction.ts';
import { type BackupState, backupAgeMs, isOverdue, nextStep, snapshotOf } from './backupRules.ts';
import { backupDoc, type StoredBackup } from './store.ts';

/** Exports Firestore once a day into the bucket of `BACKUP_BUCKET`, and says so when there is no recent backup. */
export interface BackupSummary {
  readonly backup: 'not-configured' | 'started' | 'running' | 'complete' | 'failed' | 'resting';
  /** Hours of play that the newest complete backup does not have. */
  readonly backupAgeHours: number;
}

export async function exportBackup(nowMs: number): Promise<BackupSummary> {
  const bucket = settings().BACKUP_BUCKET;
  if (bucket === '') return { backup: 'not-configured', backupAgeHours: 0 };
  const stored = await watched(nowMs);
  const backup = await step(bucket, stored, nowMs);
  const state = stateOf(await watched(nowMs));
  const backupAgeHours = Math.round(backupAgeMs(state, nowMs) / HOUR_MS);
  if (isOverdue(state, nowMs)) log('ERROR', 'no recent backup', { alert: 'ops.backup-overdue', backupAgeHours });
  return { backup, backupAgeHours };
}

async function step(bucket: string, stored: StoredBackup, nowMs: number): Promise<BackupSummary['backup']> {
  try {
    switch (nextStep(stateOf(stored), nowMs)) {
      case 'rest':
        return 'resting';
      case 'start':
        return await start(bucket, nowMs);
      case 'abandon':
        abandon(stored.running);
        return await start(bucket, nowMs);
      default:
        return await ask(stored.running);
    }
  } catch (error) {
    log('ERROR', 'backup failed', { alert: 'ops.backup-failed', ...describeError(error) });
    return 'failed';
  }
}

async function start(bucket: string, nowMs: number): Promise<'started'> {
  const snapshotAt = new Date(snapshotOf(nowMs));
  const uri = `gs://${bucket}/firestore/${snapshotAt.toISOString()}`;
  const operation = await startExport(uri, snapshotAt);
  await remember({ running: { snapshotAt: snapshotAt.getTime(), operation, uri } });
  return 'started';
}

/** Nobody may ever hear of its end: the operation is forgotten, or hangs. */
function abandon(running: StoredBackup['running']): void {
  log('ERROR', 'backup given up', { alert: 'ops.backup-failed', operation: running?.operation, uri: running?.uri });
}

async function ask(running: StoredBackup['running']): Promise<'running' | 'complete'> {
  if (running === null) return 'running';
  const { state, reason } = await exportProgress(running.operation);
  if (state === 'running') return 'running';
  if (state === 'complete') {
    await remember({ running: null, restorableTo: running.snapshotAt, uri: running.uri });
    return 'complete';
  }
  await remember({ running: null });
  throw new Error(`the export to ${running.uri} ended: ${reason}`);
}

async function watched(nowMs: number): Promise<StoredBackup> {
  return transact(async (tx) => {
    const stored = await tx.get(backupDoc);
    if (stored !== undefined) return stored;
    const fresh = { running: null, restorableTo: null, uri: null };
    tx.create(backupDoc, { watchedSince: new Date(nowMs), ...fresh });
    return { watchedSince: nowMs, ...fresh };
  });
}

async function remember({ running, ...rest }: Partial<Omit<StoredBackup, 'watchedSince'>>): Promise<void> {
  const { restorableTo, ...uri } = rest;
  await transact(async (tx) => {
    await tx.get(backupDoc);
    tx.merge(backupDoc, {
      ...uri,
      ...(running === undefined
        ? {}
        : { running: running && { ...running, snapshotAt: new Date(running.snapshotAt) } }),
      ...(typeof restorableTo === 'number' ? { restorableTo: new Date(restorableTo) } : {}),
    });
  });
}

function stateOf({ watchedSince, running, restorableTo }: StoredBackup): BackupState {
  const underWay = running === null ? null : { snapshotMs: running.snapshotAt, operation: running.operation };
  return { watchedSinceMs: watchedSince, running: underWay, restorableMs: restorableTo };
}
