import type { Answer, Kind, Operation } from '../core/operation.ts';
import { demandEqual, Violation } from '../core/violation.ts';
import type { Store } from '../memory/store.ts';
import type { Oracle } from '../oracle/state.ts';

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

export function explainGroup(
  oracle: Oracle,
  heard: readonly Heard[],
  kinds: ReadonlyMap<string, Kind>,
  stored: Store,
  check: (oracle: Oracle) => void,
): Oracle {
  let problem: unknown;
  for (const order of ordersOf(heard)) {
    const candidate = structuredClone(oracle);
    try {
      for (const one of order) applyOne(candidate, one, kinds, stored);
      check(candidate);
      return candidate;
    } catch (error) {
      if (!(error instanceof Violation)) throw error;
      problem ??= error;
    }
  }
  throw problem;
}

/** Refused for reasons that the oracle does not know of; nothing has happened then. */
const UNTOUCHED = new Set(['rate/limited']);
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
  stored: Store,
): void {
  const code = answer?.ok === false ? answer.code : '';
  const kind = kinds.get(operation.kind);
  if (kind?.settle === undefined || UNTOUCHED.has(code) || UNCERTAIN.has(code)) return;
  const before = (path: string) => stored.get(path)?.data;
  const settled = { operation, nowMs, transaction: 0, refused: false, writes: [], before };
  const expected = kind.begin?.(oracle, operation, nowMs) ?? kind.settle(oracle, settled);
  if (expected === undefined || answer === undefined) return;
  const where = `operation ${operation.id} (${operation.kind})`;
  demandEqual({ ok: answer.ok, code }, expected.ok ? { ok: true } : { ok: false, code: expected.code }, where);
  if (answer.ok && expected.ok) demandEqual(answer.value, expected.value, where);
}

function* ordersOf<Item>(items: readonly Item[]): Generator<readonly Item[]> {
  const [first, ...rest] = items;
  if (first === undefined) return yield [];
  for (const order of ordersOf(rest)) {
    for (let at = 0; at <= order.length; at += 1) yield [...order.slice(0, at), first, ...order.slice(at)];
  }
}
