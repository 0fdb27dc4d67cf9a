import { runSchedule as run } from '../../scripts/suite/scheduler.ts';
import { functionsUrl } from './environment.ts';

/** Runs a scheduled function of the suite, as if it had been planned for this instant. */
export function runSchedule(name: string, atMs = Date.now()): Promise<void> {
  return run(functionsUrl, name, atMs);
}
