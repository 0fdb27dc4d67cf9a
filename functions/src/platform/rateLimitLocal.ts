/** The process-local twin of the Redis script, for development and for the time that Redis is away. */
export interface RateRule {
  readonly key: string;
  readonly limit: number;
}

/** What either limiter answers: which rule was tightest, how many places it has used and since when. */
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
  const states = rules.map((rule) => ({ rule, instants: liveInstants(rule.key, nowMs - windowMs) }));
  const rooms = states.map(({ rule, instants }) => rule.limit - instants.length);
  const tightest = rooms.indexOf(Math.min(...rooms));
  const tight = states[tightest]?.instants ?? [];
  const admitted = rooms.every((room) => room > 0);
  const oldestMs = tight[0] ?? nowMs;
  if (admitted) for (const { rule, instants } of states) remember(rule.key, [...instants, nowMs]);
  return { admitted, tightest, used: tight.length + (admitted ? 1 : 0), oldestMs, nowMs };
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
