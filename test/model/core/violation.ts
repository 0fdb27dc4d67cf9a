/** A promise of the ledger that did not hold, and where. */
export class Violation extends Error {
  override readonly name = 'Violation';
}

export function demand(condition: boolean, what: () => string): asserts condition {
  if (!condition) throw new Violation(what());
}

/** Demands that everything that `expected` names is the same in `actual`; what it does not name may be anything. */
export function demandEqual(actual: any, expected: any, where: string): void {
  if (typeof expected !== 'object' || expected === null) {
    demand(Object.is(actual, expected), () => `${where}: expected ${show(expected)}, found ${show(actual)}`);
    return;
  }
  demand(
    typeof actual === 'object' && actual !== null,
    () => `${where}: expected ${show(expected)}, found ${show(actual)}`,
  );
  if (Array.isArray(expected)) {
    demand(
      actual.length === expected.length,
      () => `${where}: expected ${expected.length} items, found ${actual.length}`,
    );
  }
  for (const key of Object.keys(expected)) demandEqual(actual[key], expected[key], `${where}.${key}`);
}

function show(value: unknown): string {
  return JSON.stringify(value) ?? String(value);
}
