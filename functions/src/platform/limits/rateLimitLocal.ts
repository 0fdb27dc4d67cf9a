/** The process-local twin of the Redis script, for development and for the time that Redis is away. */
export interface RateRule {
  readonly key: string;
  readonly limit: number;
}

/**
 * What either limiter answers: which rule decides (the tightest, or of full ones the one that frees a place last), how
 * many places it has used, and the instant whose leaving frees one.
 */
export interface Counted {
  readonly admitted: boolean;
  readonly tightest: number;
  readonly used: number;
  readonly oldestMs: number;
  readonly nowMs: number;
}

const MAX_KEYS = 10_000;
const windows = new Map<string, number[]>();

export function admitLocally(rules: readonly RateRule[], windowMs: number, nowMs: number): Counted {
  const states = rules.map((rule, index) => stateOf(rule, index, liveInstants(rule.key, nowMs - windowMs), nowMs));
  const full = states.filter(({ room }) => room <= 0);
  const admitted = full.length === 0;
  const deciding = admitted
    ? states.reduce((tightest, state) => (state.room < tightest.room ? state : tightest))
    : full.reduce((last, state) => (state.freesMs > last.freesMs ? state : last));
  if (admitted) for (const { rule, instants } of states) remember(rule.key, [...instants, nowMs]);
  const used = deciding.instants.length + (admitted ? 1 : 0);
  return { admitted, tightest: deciding.index, used, oldestMs: deciding.freesMs, nowMs };
}

/** Undoes what {@link admitLocally} counted at `nowMs`. */
export function giveBackLocally(rules: readonly RateRule[], nowMs: number): void {
  for (const { key } of rules) {
    const instants = windows.get(key) ?? [];
    const at = instants.lastIndexOf(nowMs);
    if (at >= 0) windows.set(key, instants.toSpliced(at, 1));
  }
}

/** One rule's window: the places left in it, and the instant whose leaving frees one. */
function stateOf(rule: RateRule, index: number, instants: readonly number[], nowMs: number) {
  const room = rule.limit - instants.length;
  return { rule, index, instants, room, freesMs: instants[Math.max(0, -room)] ?? nowMs };
}

function liveInstants(key: string, afterMs: number): number[] {
  return (windows.get(key) ?? []).filter((instant) => instant > afterMs);
}

/** Keeps the map bounded: the key that was used longest ago leaves first. */
function remember(key: string, instants: number[]): void {
  windows.delete(key);
  windows.set(key, instants);
  const oldest = windows.keys().next();
  if (windows.size > MAX_KEYS && !oldest.done) windows.delete(oldest.value);
}
