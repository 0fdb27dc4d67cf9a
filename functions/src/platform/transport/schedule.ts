import { onSchedule, type ScheduleFunction } from 'firebase-functions/scheduler';
import { startTrace, withTrace } from '../runtime/context.ts';
import { describeError, log } from '../runtime/log.ts';
import { COMMON_OPTIONS } from '../runtime/options.ts';

/** What a scheduled task may take before the platform ends it. */
const TIMEOUT_SECONDS = 540;

interface Timing {
  readonly name: string;
  /** Cron or App Engine syntax, UTC. */
  readonly schedule: string;
}

/** Runs `task` with the instant that it was scheduled for; a failure is logged and retried by the platform. */
export function schedule(timing: Timing, task: (scheduledMs: number) => Promise<object>): ScheduleFunction {
  const options = {
    region: COMMON_OPTIONS.region,
    memory: COMMON_OPTIONS.memory,
    schedule: timing.schedule,
    timeZone: 'Etc/UTC',
    timeoutSeconds: TIMEOUT_SECONDS,
    retryCount: 3,
  } as const;
  return onSchedule(options, (event) =>
    withTrace(startTrace(timing.name), async () => {
      const startedMs = performance.now();
      try {
        const summary = await task(Date.parse(event.scheduleTime) || Date.now());
        log('INFO', 'schedule', { durationMs: Math.round(performance.now() - startedMs), outcome: 'ok', ...summary });
      } catch (error) {
        log('ERROR', 'schedule', { outcome: 'failed', ...describeError(error) });
        throw error;
      }
    }),
  );
}
