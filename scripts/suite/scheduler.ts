/** The emulators run no schedules by themselves: in a suite that is played with, this does what Cloud Scheduler does. */
import { readFileSync } from 'node:fs';
import { isDue } from './rhythm.ts';

export type Schedule = { readonly name: string; readonly schedule: string };

type Manifest = { readonly endpoints: Record<string, { readonly scheduleTrigger?: { readonly schedule: string } }> };

/** The scheduled functions that a manifest of firebase-functions names. */
export function schedulesIn(manifestFile: string): Schedule[] {
  const { endpoints }: Manifest = JSON.parse(readFileSync(manifestFile, 'utf8'));
  return Object.entries(endpoints).flatMap(([name, { scheduleTrigger }]) =>
    scheduleTrigger === undefined ? [] : [{ name, schedule: scheduleTrigger.schedule }],
  );
}

/** Runs a scheduled function as Cloud Scheduler would, as if it had been planned for this instant. */
export async function runSchedule(functionsUrl: string, name: string, atMs: number): Promise<void> {
  const { origin, pathname } = new URL(functionsUrl);
  const [, project = '', region = ''] = pathname.split('/');
  const url = `${origin}/functions/projects/${project}/triggers/${region}-${name}-0`;
  const headers = { 'X-CloudScheduler-ScheduleTime': new Date(atMs).toISOString() };
  const response = await fetch(url, { method: 'POST', headers });
  if (response.status !== 200) throw new Error(`${name}: ${response.status} ${await response.text()}`);
}

/** Runs what is due in the minute of `atMs`; one that fails has logged why, and runs again when it is due again. */
export async function runDue(functionsUrl: string, schedules: readonly Schedule[], atMs: number): Promise<void> {
  const due = schedules.filter(({ schedule }) => isDue(schedule, atMs));
  await Promise.allSettled(due.map(({ name }) => runSchedule(functionsUrl, name, atMs)));
}

const MINUTE_MS = 60_000;

/** Runs schedules as their minutes come, until the process ends. */
export function keepSchedules(functionsUrl: string, schedules: readonly Schedule[]): void {
  setTimeout(
    () => {
      void runDue(functionsUrl, schedules, Date.now());
      keepSchedules(functionsUrl, schedules);
    },
    MINUTE_MS - (Date.now() % MINUTE_MS),
  );
}
