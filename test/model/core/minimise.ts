import type { Operation } from './operation.ts';

/**
 * Delta debugging: leaves out ever smaller parts of a failing list for as long as it still fails, until no operation can
 * be spared or the effort is spent. Worlds are short enough for that to take seconds.
 */
export async function minimise(
  operations: readonly Operation[],
  fails: (operations: readonly Operation[]) => Promise<boolean>,
  budgetMs = 30_000,
): Promise<readonly Operation[]> {
  const untilMs = performance.now() + budgetMs;
  let kept = operations;
  let parts = 2;
  while (kept.length >= 2 && performance.now() < untilMs) {
    const size = Math.ceil(kept.length / parts);
    const shorter = await firstThatFails(kept, size, fails, untilMs);
    if (shorter !== undefined) {
      kept = shorter;
      parts = Math.max(2, parts - 1);
    } else if (size === 1) break;
    else parts = Math.min(kept.length, parts * 2);
  }
  return kept;
}

async function firstThatFails(
  kept: readonly Operation[],
  size: number,
  fails: (operations: readonly Operation[]) => Promise<boolean>,
  untilMs: number,
): Promise<readonly Operation[] | undefined> {
  for (let from = 0; from < kept.length && performance.now() < untilMs; from += size) {
    const without = [...kept.slice(0, from), ...kept.slice(from + size)];
    if (await fails(without)) return without;
  }
  return undefined;
}
