import { Refused } from '../../kernel/decision.ts';
import { codeOf } from '../runtime/errorCode.ts';
import { describeError, log } from '../runtime/log.ts';
import { platformErrors } from '../transport/catalogue.ts';

/**
 * What keeps a unit of work from committing although nothing is wrong with it, by gRPC code, and what the caller is told
 * then: to send the same request again. None of it is ever an internal error.
 */
export const LATENCY_BUDGET_MS = 10_000;
const RETRY_AFTER_SECONDS = 2;

const ABORTED = 10;
/** Another attempt may mend: cancelled, unknown, deadline, exhausted, aborted, internal, unavailable. */
const PASSING = new Set<unknown>([1, 2, 4, 8, ABORTED, 13, 14]);
/** A commit whose documents are not as they were read: gone, exists, changed. */
const CHANGED = new Set<unknown>([5, 6, 9]);
/** A commit that is refused for what it is: invalid, forbidden, not implemented. */
const REFUSED = new Set<unknown>([3, 7, 12]);

export const isPassing = (error: unknown): boolean => PASSING.has(codeOf(error));
export const isAborted = (error: unknown): boolean => codeOf(error) === ABORTED;
export const isChanged = (error: unknown): boolean => CHANGED.has(codeOf(error));
export const isRefusedAsSuch = (error: unknown): boolean => REFUSED.has(codeOf(error));

/** Others were quicker, again and again. */
export function contention(): Refused {
  return new Refused(platformErrors.contention, { retryAfterSeconds: RETRY_AFTER_SECONDS });
}

/** Firestore did not answer, or not with an answer. */
export function unavailable(): Refused {
  return new Refused(platformErrors.unavailable, { retryAfterSeconds: RETRY_AFTER_SECONDS });
}

/** What the caller is told of a failure that passes. */
export function refusalOfPassing(error: unknown): Refused {
  if (isAborted(error)) return contention();
  log('WARNING', 'Firestore did not answer', describeError(error));
  return unavailable();
}
