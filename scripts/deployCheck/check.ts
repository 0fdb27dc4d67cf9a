import type { Rehearsal } from './rehearsal.ts';

/** What is wrong, and what to do about it. */
export interface Problem {
  readonly what: string;
  readonly remedy: string;
}

export interface Outcome {
  /** What was looked at, in figures; shown where there is no problem. */
  readonly fine: string;
  readonly problems: readonly Problem[];
  /** What is allowed, but good to know before deploying. */
  readonly notes?: readonly string[];
}

/** A check reads a rehearsal and nothing else, so that a test can show it a broken one. */
export interface Check {
  readonly name: string;
  readonly judge: (rehearsal: Rehearsal) => Outcome;
}

/** One problem for each thing that is wrong, all with the same remedy. */
export function problemsOf(whats: readonly string[], remedy: string): readonly Problem[] {
  return whats.map((what) => ({ what, remedy }));
}

/** `3 functions`, `1 function`. */
export function counted(count: number, noun: string): string {
  const plural = noun.endsWith('y') ? `${noun.slice(0, -1)}ies` : `${noun}${noun.endsWith('x') ? 'es' : 's'}`;
  return `${count} ${count === 1 ? noun : plural}`;
}
