import { constants } from 'node:os';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';

const PARENT_POLL_MS = 500;

const awaited = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;
export type Signal = (typeof awaited)[number];

/**
 * Resolves with the first signal to stop. Later ones are swallowed: the clean-up is under way and takes a moment only.
 * A dead npm counts as SIGHUP, because nobody is left who would send a signal.
 */
export function untilSignal(): Promise<Signal> {
  const signals = awaited.map((signal) => new Promise<Signal>((resolve) => process.on(signal, () => resolve(signal))));
  return Promise.race([...signals, untilParentDies()]);
}

/** The status that a shell reports for a process which a signal has ended. */
export function statusOf(signal: NodeJS.Signals): number {
  return 128 + constants.signals[signal];
}

async function untilParentDies(): Promise<Signal> {
  const parent = process.ppid;
  const byNpm = process.env.npm_lifecycle_event !== undefined;
  while (!byNpm || process.ppid === parent) await delay(PARENT_POLL_MS, undefined, { ref: false });
  return 'SIGHUP';
}
