import { z } from 'zod';
import { Refused } from '../../kernel/decision.ts';
import { DAY_MS, SECOND_MS } from '../../kernel/time.ts';
import { sha256Hex } from '../crypto/crypto.ts';
import { askRedis, redisConfigured } from '../redis/redis.ts';
import { idempotencyErrors } from '../transport/catalogue.ts';
import { type Doc, defineSection, docOf } from './collection.ts';
import { transactVerified } from './optimistic.ts';
import { storedInstant } from './storedTypes.ts';
import type { Tx } from './transaction.ts';

/**
 * One request, one effect: the record of a key commits together with the effect that it stands for, and
 * nothing is recorded of a refused request. Redis holds a copy that answers replays sooner; whether something happened
 * is never asked of Redis.
 */
const KEPT_MS = 14 * DAY_MS;
const REDIS_KEPT_SECONDS = 24 * 60 * 60;
export const COPIES_KEPT_MS = REDIS_KEPT_SECONDS * SECOND_MS;

const recordFields = z.object({
  uid: z.string(),
  fingerprint: z.string(),
  /** The first response as JSON text, so that a replay is the same to the byte. */
  response: z.string(),
  /** Null for a record that is kept for good. */
  expireAt: storedInstant.nullable(),
});
const recordSection = defineSection((path) => path, recordFields);
const COLLECTION = 'idempotency';

/** A request that carries a key: who sent it, to which function, and a fingerprint of what it asked for. */
export interface KeyedRequest {
  readonly uid: string;
  readonly scope: string;
  /** Of what was sent, which no later version of the contract changes. */
  readonly fingerprint: string;
  /** Of the same with defaults filled in, which records of before have. */
  readonly filledFingerprint: string;
  /** The collection of the document that is the record; such a record is kept for good. */
  readonly recordedIn?: string | undefined;
  /** Whether Redis keeps no copy of the answer, so that none outlives who was answered. */
  readonly isUncopied?: boolean | undefined;
}

export interface Outcome {
  readonly response: unknown;
  readonly replayed: boolean;
}

/** What a request asks for without its key: as it was sent, and as its contract reads it, with defaults filled in. */
export interface Asked {
  readonly sent: unknown;
  readonly filled: unknown;
}

/**
 * Equal inputs have equal fingerprints whatever the order of fields. What was sent counts and not what a contract makes of
 * it: else a deployment that adds an optional field would turn every retry of a request of before into another request.
 */
export function keyedRequest(
  uid: string,
  functionName: string,
  key: string,
  { sent, filled }: Asked,
  recordedIn?: string,
): KeyedRequest {
  const scope = sha256Hex(JSON.stringify([uid, functionName, key]));
  return {
    ...{ uid, scope, fingerprint: fingerprintOf(sent), recordedIn },
    /** Asked for only where the other one is not the record's. */
    get filledFingerprint() {
      return fingerprintOf(filled);
    },
  };
}

function fingerprintOf(input: unknown): string {
  return sha256Hex(canonicalJson(input));
}

/** Runs `effect` once for the request's scope; a repetition answers what the first one answered. */
export async function once(
  request: KeyedRequest,
  nowMs: number,
  effect: (tx: Tx) => Promise<unknown>,
): Promise<Outcome> {
  const known = request.isUncopied ? undefined : await rememberedInRedis(request, nowMs);
  if (known !== undefined) return { response: known, replayed: true };
  const record = docOf(recordSection, `${request.recordedIn ?? COLLECTION}/${request.scope}`);
  const { untilMs, ...outcome } = await transactVerified((tx) => effectOrReplay(tx, record, request, nowMs, effect));
  if (!request.isUncopied) await rememberInRedis(request, outcome.response, untilMs);
  return outcome;
}

/** `untilMs`: when the record ends; null for one that is kept for good. */
interface Recorded extends Outcome {
  readonly untilMs: number | null;
}

async function effectOrReplay(
  tx: Tx,
  record: Doc<typeof recordFields>,
  request: KeyedRequest,
  nowMs: number,
  effect: (tx: Tx) => Promise<unknown>,
): Promise<Recorded> {
  const earlier = await tx.get(record);
  if (earlier !== undefined && isKept(earlier.expireAt, nowMs)) {
    refuseReuse(earlier, request);
    const text = withCaller(earlier.response, request.uid);
    return { response: JSON.parse(text), replayed: true, untilMs: earlier.expireAt };
  }
  const response = await effect(tx);
  const { uid, fingerprint } = request;
  const untilMs = request.recordedIn === undefined ? nowMs + KEPT_MS : null;
  const expireAt = untilMs === null ? null : new Date(untilMs);
  const fields = { uid, fingerprint, response: JSON.stringify(response), expireAt };
  if (earlier === undefined) tx.create(record, fields);
  else tx.merge(record, fields);
  return { response, replayed: false, untilMs };
}

function isKept(untilMs: number | null, nowMs: number): boolean {
  return untilMs === null || untilMs > nowMs;
}

function refuseReuse(earlier: { readonly fingerprint: string }, now: KeyedRequest): void {
  if (earlier.fingerprint === now.fingerprint || earlier.fingerprint === now.filledFingerprint) return;
  throw new Refused(idempotencyErrors['key-reused']);
}

/** Stands for whoever asked, in an answer that must not name them for good. */
const CALLER = JSON.stringify('{caller}');

/** A recorded answer that names nobody, and says the same to whoever asks again. */
export function withoutCaller(response: string, uid: string): string {
  return response.replaceAll(JSON.stringify(uid), () => CALLER);
}

function withCaller(response: string, uid: string): string {
  return response.replaceAll(CALLER, () => JSON.stringify(uid));
}

/** A copy carries the end of its record, because one that is made on the record's last day would outlive it. */
const remembered = z.object({
  fingerprint: z.string(),
  response: z.record(z.string(), z.unknown()),
  untilMs: z.number().nullable(),
});

async function rememberedInRedis(request: KeyedRequest, nowMs: number): Promise<unknown> {
  const text = await askRedis((redis) => redis.get(copyOf(request.scope)));
  const copy = text === undefined || text === null ? undefined : readCopy(text);
  if (copy === undefined || !isKept(copy.untilMs, nowMs)) return undefined;
  refuseReuse(copy, request);
  return copy.response;
}

/** What Redis holds is only a copy: one that cannot be read is none. */
function readCopy(text: string): z.output<typeof remembered> | undefined {
  try {
    return remembered.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

async function rememberInRedis(request: KeyedRequest, response: unknown, untilMs: number | null): Promise<void> {
  const text = JSON.stringify({ fingerprint: request.fingerprint, response, untilMs });
  await askRedis((redis) => redis.set(copyOf(request.scope), text, 'EX', REDIS_KEPT_SECONDS));
}

const copyOf = (scope: string) => `replay:${scope}`;
const COPIES_AT_ONCE = 100;

/** Removes the copies of what these requests were answered; false where Redis is there and has not said that it did. */
export async function forgetCopies(scopes: readonly string[]): Promise<boolean> {
  if (!redisConfigured()) return true;
  for (let at = 0; at < scopes.length; at += COPIES_AT_ONCE) {
    const some = scopes.slice(at, at + COPIES_AT_ONCE);
    const removed = await askRedis((redis) => Promise.all(some.map((scope) => redis.del(copyOf(scope)))));
    if (removed === undefined) return false;
  }
  return true;
}

/** JSON with the keys of every object sorted. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => {
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).sort(([left], [right]) => (left < right ? -1 : 1)));
  });
}
