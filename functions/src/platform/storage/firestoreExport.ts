import { z } from 'zod';
import { adminApp } from '../runtime/firebase.ts';
import { settings } from '../runtime/settings.ts';

/**
 * Firestore's managed export, over its REST interface: it is called once a day, and its client library would be loaded
 * by nothing else. The functions' service account needs `roles/datastore.importExportAdmin` and the bucket.
 */
const operationSchema = z.object({
  name: z.string(),
  done: z.boolean().default(false),
  error: z.object({ message: z.string().default('unknown') }).optional(),
});

/** Whoever asks is a schedule, which has other runs to come. */
const PATIENCE_MS = 30_000;

/** Starts an export of all documents as they were at `snapshotAt`; answers the name of the operation. */
export async function startExport(outputUriPrefix: string, snapshotAt: Date): Promise<string> {
  const project = await projectId();
  const body = { outputUriPrefix, snapshotTime: snapshotAt.toISOString() };
  return (await request('POST', `projects/${project}/databases/(default):exportDocuments`, body)).name;
}

export interface ExportProgress {
  readonly state: 'running' | 'complete' | 'failed';
  readonly reason: string;
}

export async function exportProgress(operation: string): Promise<ExportProgress> {
  const { done, error } = await request('GET', operation);
  if (error !== undefined) return { state: 'failed', reason: error.message };
  return { state: done ? 'complete' : 'running', reason: '' };
}

async function request(method: string, path: string, body?: object): Promise<z.output<typeof operationSchema>> {
  const headers = { authorization: `Bearer ${await accessToken()}`, 'content-type': 'application/json' };
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const response = await fetch(`${settings().FIRESTORE_ADMIN_URL}/v1/${path}`, { method, headers, signal, ...sent });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text.slice(0, 1_000)}`);
  return operationSchema.parse(JSON.parse(text));
}

/** The emulators take this word for a token, and there are no credentials beside them. */
async function accessToken(): Promise<string> {
  if (process.env.FIRESTORE_EMULATOR_HOST !== undefined) return 'owner';
  const { applicationDefault } = await import('firebase-admin/app');
  return (await applicationDefault().getAccessToken()).access_token;
}

async function projectId(): Promise<string> {
  const project = (await adminApp()).options.projectId ?? process.env.GCLOUD_PROJECT;
  if (project === undefined) throw new Error('the project is not named');
  return project;
}
