import { HttpsError } from 'firebase-functions/https';
import { Refused } from '../kernel/decision.ts';
import type { ErrorEntry } from '../kernel/errors.ts';
import { platformErrors } from './catalogue.ts';
import { describeError, log } from './log.ts';

/**
 * The only place that builds `HttpsError`. A refusal leaves with its catalogued code; anything else is our own failure:
 * it is logged whole and answered as `internal` with nothing but the request id.
 */
export function refusalOf(error: unknown): { readonly entry: ErrorEntry; readonly facts: Refused['facts'] } {
  if (error instanceof Refused) return { entry: error.error, facts: error.facts };
  log('ERROR', 'unexpected failure', describeError(error));
  return { entry: platformErrors.internal, facts: {} };
}

export function httpsErrorOf(entry: ErrorEntry, facts: Refused['facts'], requestId: string): HttpsError {
  return new HttpsError(entry.status, entry.message, { code: entry.code, requestId, ...facts });
}
