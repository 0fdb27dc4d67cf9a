import { isSimulating, outside } from './host.ts';

/** Stands for `platform/runtime/log.ts`: silent, but an unexpected failure is shown to the simulation. */
export type Severity = 'INFO' | 'WARNING' | 'ERROR';
export type LogFields = Readonly<Record<string, unknown>>;

export function log(severity: Severity, message: string, fields: LogFields = {}): void {
  if (isSimulating()) outside().wrote(JSON.stringify([message, fields]));
  if (severity === 'ERROR' && isSimulating()) outside().logged(message, fields);
}

export function describeError(error: unknown): LogFields {
  if (error instanceof Error) return { error: error.name, errorMessage: error.message, stack: error.stack };
  return { error: typeof error, errorMessage: String(error) };
}

export function warnOncePerMinute(): void {}
