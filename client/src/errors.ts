import { HEALING_CODES, RETRYABLE_CODES } from './generated/catalogue.ts';
import type { ErrorCode } from './types.ts';

/** Everything that this SDK throws. Decide by `code`; show `message`. */
export class EarnPlayError extends Error {
  override readonly name = 'EarnPlayError';
  readonly code: ErrorCode;
  /** Whether the same request can succeed later. */
  readonly retryable: boolean;
  /** The facts that the server sent along, such as `requestId` and `retryAfterSeconds`. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, message: string, details: Readonly<Record<string, unknown>> = {}, cause?: unknown) {
    super(message, { cause });
    this.code = code;
    this.retryable = isRetryable(code);
    this.details = details;
  }
}

export function isRetryable(code: string): boolean {
  return code === 'client/unreachable' || RETRYABLE_CODES.includes(code);
}

/**
 * Whether what is refused now is taken once something else is put right by itself: the sign-in, the app's verification, a
 * feature that is off for a while, or whatever answered in our server's place.
 */
export function heals(code: string): boolean {
  return code === 'client/refused' || code === 'client/signed-out' || HEALING_CODES.includes(code);
}

/** Statuses with which the platform itself, or nothing at all, answered: the call may be sent again. */
const UNREACHED = ['internal', 'unavailable', 'deadline-exceeded', 'resource-exhausted', 'cancelled', 'unknown'];
/** The same of Auth and of App Check, which a call needs first. */
const NO_TOKEN = /^auth\/(network-request-failed|timeout|too-many-requests|internal-error)$|^app-?check\//i;

/**
 * An error of the Firebase SDK as ours, a refused sign-up included; one that already is stays as it is. Games need it
 * around the sign-in of Firebase Auth only: everything else here throws {@link EarnPlayError} by itself.
 */
export function asEarnPlayError(thrown: unknown): EarnPlayError {
  if (thrown instanceof EarnPlayError) return thrown;
  const error = quotedByAuth(thrown) ?? thrown;
  const details = isRecord(error) && isRecord(error.details) ? error.details : {};
  // The Firebase SDK appends the HTTP status, which is nothing for a player's eyes.
  const message = error instanceof Error ? error.message.replace(/ \[\d+\]$/, '') : String(error);
  if (isCode(details.code)) return new EarnPlayError(details.code, message, details, thrown);
  const status = isRecord(error) ? String(error.code).replace('functions/', '') : 'unknown';
  if (UNREACHED.includes(status) || NO_TOKEN.test(status)) {
    return new EarnPlayError('client/unreachable', 'The server could not be reached.', { status }, error);
  }
  // A token that has run out is refused before any code of ours could name it.
  if (status === 'unauthenticated') return new EarnPlayError('platform/unauthenticated', message, { status }, error);
  return new EarnPlayError('client/refused', message, { status }, error);
}

/** What a blocking function of ours refused, which Auth quotes as JSON in the text of an error of its own. */
function quotedByAuth(error: unknown): unknown {
  const quoted = error instanceof Error ? /\{"error":\{.*\}\}/s.exec(error.message) : null;
  if (quoted === null) return undefined;
  try {
    const answer: unknown = JSON.parse(quoted[0]);
    if (!isRecord(answer) || !isRecord(answer.error)) return undefined;
    return Object.assign(new Error(String(answer.error.message)), { details: answer.error.details });
  } catch {
    return undefined;
  }
}

export function retryAfterSeconds({ details }: EarnPlayError): number {
  const seconds = details.retryAfterSeconds;
  return typeof seconds === 'number' && Number.isFinite(seconds) && seconds > 0 ? seconds : 0;
}

/** A server that is newer than this build may send a code that the types do not list; its shape is all there is to check. */
function isCode(value: unknown): value is ErrorCode {
  return typeof value === 'string' && /^[a-z-]+\/[a-z-]+$/.test(value);
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
