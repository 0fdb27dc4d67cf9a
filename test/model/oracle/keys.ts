import { createHash } from 'node:crypto';
import type { Answer } from '../core/answer.ts';
import { answered, type KeyRecord, type Oracle, refused } from './state.ts';

/** One request, one effect: what a key stands for is answered again, and stands for nothing else, for 14 days. */
const KEPT_MS = 14 * 86_400_000;

export function scopeOf(uid: string, name: string, key: string): string {
  return `${uid}|${name}|${key}`;
}

/** The name under which a scope is stored: a hash of who called what with which key. */
export function storedScope(scope: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(scope)).digest('hex');
}

export function fingerprintOf(data: any): string {
  const { idempotencyKey: _key, ...input } = data;
  return JSON.stringify(sorted(input));
}

export function liveRecord(oracle: Oracle, scope: string, nowMs: number): KeyRecord | undefined {
  const record = oracle.keys.get(scope);
  return record !== undefined && record.untilMs > nowMs ? record : undefined;
}

export function replay(record: KeyRecord, fingerprint: string): Answer {
  if (record.fingerprint !== fingerprint) return refused('idempotency/key-reused');
  return record.answer.ok ? answered({ ...record.answer.value, replayed: true }) : record.answer;
}

interface Keyed {
  readonly scope: string;
  readonly fingerprint: string;
  readonly nowMs: number;
  /** Where the document that the call makes is the record of its key. */
  readonly keptForGood: boolean;
}

/** Decides a keyed request; only an effect is remembered, never a refusal. */
export function onceOnly(oracle: Oracle, request: Keyed, decide: () => Answer): Answer {
  const { scope, fingerprint, nowMs } = request;
  const known = liveRecord(oracle, scope, nowMs);
  const isErased = known !== undefined && oracle.erasedKeys.has(storedScope(scope.split('|')));
  if (known !== undefined && oracle.blankKeys.has(storedScope(scope.split('|')))) {
    return refused('idempotency/key-reused');
  }
  if (known !== undefined && !isErased) return replay(known, fingerprint);
  const answer = decide();
  if (!answer.ok) return answer;
  // Whoever comes back under the same uid may be given the same key.
  oracle.erasedKeys.delete(storedScope(scope.split('|')));
  oracle.keys.set(scope, {
    fingerprint,
    answer,
    untilMs: request.keptForGood ? Number.POSITIVE_INFINITY : nowMs + KEPT_MS,
  });
  return answered({ ...answer.value, replayed: false });
}

function sorted(value: any): any {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key])]),
  );
}
