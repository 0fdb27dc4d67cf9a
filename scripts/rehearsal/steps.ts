/** Tells the rehearsal step by step, with the time since its beginning, and stops it at the first thing that is not so. */
const startedMs = performance.now();
let steps = 0;

export function step(text: string): void {
  steps += 1;
  console.log(`\n[${elapsed()}] ${steps}. ${text}`);
}

export function result(text: string): void {
  console.log(`[${elapsed()}]    → ${text}`);
}

export class Difference extends Error {}

/** Where two lists of lines differ, says where, and ends the rehearsal. */
export function demandSame(
  what: string,
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): void {
  const names = new Set([...before.keys(), ...after.keys()]);
  const different = [...names].filter((name) => before.get(name) !== after.get(name)).sort();
  if (different.length === 0) return;
  const shown = different.slice(0, MAX_SHOWN).map((name) => `  ${name}: ${kindOf(before.get(name), after.get(name))}`);
  const more = different.length > MAX_SHOWN ? [`  … and ${different.length - MAX_SHOWN} more`] : [];
  throw new Difference([`${different.length} of ${before.size} ${what} differ:`, ...shown, ...more].join('\n'));
}

const MAX_SHOWN = 10;

export function demand(isSo: boolean, what: string): void {
  if (!isSo) throw new Difference(`it is not so that ${what}`);
}

function kindOf(before: string | undefined, after: string | undefined): string {
  if (after === undefined) return 'missing';
  return before === undefined ? 'not there before' : 'changed';
}

export function elapsed(): string {
  return `${((performance.now() - startedMs) / 1_000).toFixed(1).padStart(5)} s`;
}
