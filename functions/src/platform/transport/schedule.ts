import { onSchedule, type ScheduleFunction } from 'firebase-functions/scheduler';
import { invariant } from '../../kernel/assert.ts';
import type { DeclaredSchedule } from '../manifest/domain.ts';
import { domainsWith } from '../manifest/house.ts';
import { startTrace, withTrace } from '../runtime/context.ts';
import { describeError, log } from '../runtime/log.ts';
import { COMMON_OPTIONS, secretsOf } from '../runtime/options.ts';

/** What a scheduled task may take before the platform ends it. */
const TIMEOUT_SECONDS = 540;

/**
 * The deployed form of a schedule that a domain declares; the task is loaded when it runs. It gets the instant that it was
 * scheduled for; a failure is logged and retried by the platform.
 */
export function scheduleFunction({
  name,
  schedule,
  secrets = [],
}: Pick<DeclaredSchedule, 'name' | 'schedule' | 'secrets'>): ScheduleFunction {
  const options = {
    region: COMMON_OPTIONS.region,
    memory: COMMON_OPTIONS.memory,
    schedule,
    timeZone: 'Etc/UTC',
    timeoutSeconds: TIMEOUT_SECONDS,
    retryCount: 3,
    secrets: secretsOf(...secrets),
  };
  return onSchedule(options, (event) =>
    withTrace(startTrace(name), async () => {
      const startedMs = performance.now();
      try {
        const task = await taskOf(name);
        const summary = await task(Date.parse(event.scheduleTime) || Date.now());
        log('INFO', 'schedule', { durationMs: Math.round(performance.now() - startedMs), outcome: 'ok', ...summary });
      } catch (error) {
        log('ERROR', 'schedule', { outcome: 'failed', ...describeError(error) });
        throw error;
      }
    }),
  );
}

async function taskOf(name: string): Promise<(scheduledMs: number) => Promise<object>> {
  const declared = (await domainsWith(`schedule ${name}`))
    .flatMap(({ schedules = [] }) => schedules)
    .find((one) => one.name === name);
  invariant(declared !== undefined, `nobody declares the schedule ${name}`);
  return declared.load();
}
