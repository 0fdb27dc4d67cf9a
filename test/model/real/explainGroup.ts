import type { Answer } from '../core/answer.ts';
import type { Kind, Operation, Write } from '../core/operation.ts';
import { demandEqual, Violation } from '../core/violation.ts';
import type { Store } from '../memory/store.ts';
import { storedScope } from '../oracle/keys.ts';
import type { Oracle } from '../oracle/state.ts';
import type { Happening } from './surroundings.ts';

/**
 * What ran at once must look as if it had run one after the other: tries the orders of a group until the oracle gives
 * every answer that was heard and every document that is stored. An answer that nobody heard may have been anything.
 */
export interface Heard {
  readonly operation: Operation;
  readonly nowMs: number;
  /** Undefined where the answer was thrown away. */
  readonly answer: Answer | undefined;
}

export interface Seen {
  readonly stored: Store;
  /** Every document, as before and after the group. */
  readonly writes: readonly Write[];
  /** What the suite has done by itself meanwhile. */
  readonly happenings: readonly Happening[];
}

export function explainGroup(
  oracle: Oracle,
  heard: readonly Heard[],
  kinds: ReadonlyMap<string, Kind>,
  seen: Seen,
  check: (oracle: Oracle) => void,
): Oracle {
  let problem: unknown;
  const steps = [
    ...heard.map((one) => (candidate: Oracle) => applyOne(candidate, one, kinds, seen)),
    ...seen.happenings,
  ];
  let tries = 0;
  for (const order of ordersOf(steps)) {
    tries += 1;
    if (tries > MOST_ORDERS) break;
    const candidate = structuredClone(oracle);
    try {
      for (const step of order) step(candidate);
      check(candidate);
      return candidate;
    } catch (error) {
      if (!(error instanceof Violation)) throw error;
      problem ??= error;
    }
  }
  throw problem;
}

const MOST_ORDERS = 800;

/** Refused for reasons that the oracle does not know of; nothing has happened then. */
const UNTOUCHED = new Set(['rate/limited', 'platform/signed-out']);
/** Perhaps it happened, perhaps not: the client is told to send it again. */
const UNCERTAIN = new Set(['platform/contention']);

/** Whether an answer leaves the oracle without anything to predict. */
export function isUntold(answer: Answer): boolean {
  return !answer.ok && (UNTOUCHED.has(answer.code) || UNCERTAIN.has(answer.code));
}

function applyOne(
  oracle: Oracle,
  { operation, nowMs, answer }: Heard,
  kinds: ReadonlyMap<string, Kind>,
  { stored, writes }: Seen,
): void {
  const code = answer?.ok === false ? answer.code : '';
  const kind = kinds.get(operation.kind);
  if (kind?.settle === undefined || UNTOUCHED.has(code) || UNCERTAIN.has(code)) return;
  const before = (path: string) => stored.get(path)?.data;
  const settled = { operation, nowMs, transaction: 0, refused: false, writes, before };
  if (kind.isJob === true) return;
  if (answer?.ok === false) forgetKeyOfTheGone(oracle, operation);
  const expected = kind.begin?.(oracle, operation, nowMs) ?? kind.settle(oracle, settled);
  // What a refusal puts on record comes in a transaction of its own.
  if (expected?.ok === false && oracle.blocks.has(operation.id)) kind.settle(oracle, { ...settled, transaction: 1 });
  if (expected === undefined || answer === undefined) return;
  const where = `operation ${operation.id} (${operation.kind})`;
  demandEqual({ ok: answer.ok, code }, expected.ok ? { ok: true } : { ok: false, code: expected.code }, where);
  if (answer.ok && expected.ok) demandEqual(answer.value, expected.value, where);
}

/** Keys go with their account, but Redis may remember them a while longer: both answers are right then. */
function forgetKeyOfTheGone(oracle: Oracle, { kind, params }: Operation): void {
  const isGone = oracle.departed.has(params.uid) || oracle.accounts.get(params.uid)?.standing === 'deleted';
  if (!isGone || params.data === undefined) return;
  const scope = storedScope([params.uid, kind, params.data.idempotencyKey]);
  (kind === 'requestWithdrawal' ? oracle.blankKeys : oracle.erasedKeys).add(scope);
}

function* ordersOf<Item>(items: readonly Item[]): Generator<readonly Item[]> {
  const [first, ...rest] = items;
  if (first === undefined) return yield [];
  for (const order of ordersOf(rest)) {
    for (let at = 0; at <= order.length; at += 1) yield [...order.slice(0, at), first, ...order.slice(at)];
  }
}
