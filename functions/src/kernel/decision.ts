import type { ErrorEntry } from './errors.ts';

/** Plain facts that travel with a refusal to the client; never secrets, never another player's data. */
export type Facts = Readonly<Record<string, string | number | boolean | readonly string[]>>;

export interface Refusal {
  readonly ok: false;
  readonly error: ErrorEntry;
  readonly facts: Facts;
}

/** What a rule answers: the value that it decided on, or the catalogued reason why not. Rules never throw a refusal. */
export type Decision<Value> = { readonly ok: true; readonly value: Value } | Refusal;

export function decided<Value>(value: Value): Decision<Value> {
  return { ok: true, value };
}

export function refuse(error: ErrorEntry, facts: Facts = {}): Refusal {
  return { ok: false, error, facts };
}

/** Carries a refusal out of a use case: thrown inside a transaction it rolls back everything that was staged. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly error: ErrorEntry;
  readonly facts: Facts;

  constructor(error: ErrorEntry, facts: Facts = {}) {
    super(error.code);
    this.error = error;
    this.facts = facts;
  }
}

/** Unwraps a decision inside a use case; a refusal leaves as {@link Refused}. */
export function accept<Value>(decision: Decision<Value>): Value {
  if (decision.ok) return decision.value;
  throw new Refused(decision.error, decision.facts);
}
