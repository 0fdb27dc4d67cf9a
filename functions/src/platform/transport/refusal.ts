import { HttpsError } from 'firebase-functions/https';
import { Refused } from '../../kernel/decision.ts';
import type { ErrorEntry } from '../../kernel/errors.ts';
import { describeError, log } from '../runtime/log.ts';
import { isPassing, refusalOfPassing } from '../storage/setback.ts';
import { type Tx, transact } from '../storage/transaction.ts';
import { platformErrors } from './catalogue.ts';

/**
 * The only place that builds `HttpsError`. A refusal leaves with its catalogued code; anything else is our own failure:
 * it is logged whole and answered as `internal` with nothing but the request id.
 */
export function refusalOf(error: unknown): { readonly entry: ErrorEntry; readonly facts: Refused['facts'] } {
  if (error instanceof Refused) return { entry: error.error, facts: error.facts };
  // A read outside of any unit of work, such as of the configuration, that the database did not answer.
  if (isPassing(error)) return refusalOf(refusalOfPassing(error));
  log('ERROR', 'unexpected failure', describeError(error));
  return { entry: platformErrors.internal, facts: {} };
}

export function httpsErrorOf(entry: ErrorEntry, facts: Refused['facts'], requestId: string): HttpsError {
  return new HttpsError(entry.status, entry.message, { code: entry.code, requestId, ...facts });
}

/**
 * A refusal that must itself be on record, such as a block for fraud. The refused transaction rolls back whole; `record`
 * then runs in one of its own.
 */
export class RecordedRefusal extends Refused {
  readonly record: (tx: Tx) => Promise<void>;

  constructor(error: ErrorEntry, facts: Refused['facts'], record: (tx: Tx) => Promise<void>) {
    super(error, facts);
    this.record = record;
  }
}

/** Writes what a refusal wants on record; failing to is our own problem and changes nothing for the caller. */
export async function recordRefusal(error: unknown): Promise<void> {
  if (!(error instanceof RecordedRefusal)) return;
  try {
    await transact(error.record);
  } catch (failure) {
    log('ERROR', 'a refusal could not be recorded', { code: error.error.code, ...describeError(failure) });
  }
}
