import { currentTrace } from './context.ts';

/**
 * Structured JSON, one line an entry, in the field names that Cloud Logging understands. Callers pass plain facts;
 * nothing here prints a payload, a token or a secret.
 */
export type Severity = 'INFO' | 'WARNING' | 'ERROR';
export type LogFields = Readonly<Record<string, unknown>>;

export function log(severity: Severity, message: string, fields: LogFields = {}): void {
  const trace = currentTrace();
  const entry = {
    time: new Date().toISOString(),
    severity,
    message,
    requestId: trace?.requestId,
    correlationId: trace?.correlationId,
    uid: trace?.uid,
    function: trace?.functionName,
    ...fields,
  };
  process.stdout.write(`${JSON.stringify(entry)}\n`);
}

/** What a log may hold of an unexpected failure: its name, text and stack. */
export function describeError(error: unknown): LogFields {
  if (error instanceof Error) return { error: error.name, errorMessage: error.message, stack: error.stack };
  return { error: typeof error, errorMessage: String(error) };
}

const lastWarnedMs = new Map<string, number>();
const WARN_EVERY_MS = 60_000;

/** Warns at most once a minute for each message, for conditions that every call would repeat. */
export function warnOncePerMinute(message: string, fields: LogFields = {}): void {
  const now = Date.now();
  if (now - (lastWarnedMs.get(message) ?? 0) < WARN_EVERY_MS) return;
  lastWarnedMs.set(message, now);
  log('WARNING', message, fields);
}
