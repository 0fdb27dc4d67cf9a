import { projectId } from './environment.ts';

/** Runs a scheduled function of the suite as Cloud Scheduler would, as if it had been planned for this instant. */
export async function runSchedule(name: string, atMs = Date.now()): Promise<void> {
  const { origin } = new URL(process.env.EARNPLAY_FUNCTIONS_URL ?? '');
  const url = `${origin}/functions/projects/${projectId}/triggers/us-central1-${name}-0`;
  const headers = { 'X-CloudScheduler-ScheduleTime': new Date(atMs).toISOString() };
  const response = await fetch(url, { method: 'POST', headers });
  if (response.status !== 200) throw new Error(`${name}: ${response.status} ${await response.text()}`);
}
