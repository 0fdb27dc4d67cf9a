import type { Answer } from '../core/operation.ts';
import { answered, type KeyRecord, type Oracle, refused } from './state.ts';

/** One request, one effect: what a key stands for is answered again, and stands for nothing else, for 14 days. */
const KEPT_MS = 14 * 86_400_000;

export function scopeOf(uid: string, name: string, key: string): string {
  return `${uid}|${name}|${key}`;
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

/** Decides a keyed request; only an effect is remembered, never a refusal. */
export function onceOnly(
  oracle: Oracle,
  request: { readonly scope: string; readonly fingerprint: string; readonly nowMs: number },
  decide: () => Answer,
): Answer {
  const { scope, fingerprint, nowMs } = request;
  const known = liveRecord(oracle, scope, nowMs);
  if (known !== undefined) return replay(known, fingerprint);
  const answer = decide();
  if (!answer.ok) return answer;
  oracle.keys.set(scope, { fingerprint, answer, untilMs: nowMs + KEPT_MS });
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
