import type { Request } from 'firebase-functions/https';

/**
 * The SDK decodes a callable's payload before any handler of ours runs, by recursion and with a throw for what it does
 * not know, so that a hostile payload would be answered as an internal error. What it cannot decode, or would decode into
 * something else than was sent (`__proto__`), is replaced before it looks; the pipeline then refuses it in its turn.
 */
const MAX_DEPTH = 64;
const WRAPPED_NUMBERS = new Set([
  'type.googleapis.com/google.protobuf.Int64Value',
  'type.googleapis.com/google.protobuf.UInt64Value',
]);

const reasons = new WeakMap<object, string>();

/** Why the payload of a request cannot be decoded; undefined where it can. */
export function unreadable(request: object): string | undefined {
  return reasons.get(request);
}

/** Takes an unreadable payload out of the request's body and remembers why. */
export function replaceUnreadable(request: Request): void {
  const body: unknown = request.body;
  if (!isRecord(body) || !Object.hasOwn(body, 'data')) return;
  const reason = reasonIn(body.data);
  if (reason === undefined) return;
  reasons.set(request, reason);
  request.body = { ...body, data: null };
}

/** Breadth first, so that no depth of nesting can exhaust the stack here either. */
function reasonIn(data: unknown): string | undefined {
  let level: unknown[] = [data];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > MAX_DEPTH) return `nested deeper than ${MAX_DEPTH} levels`;
    const records = level.filter(isRecord);
    const reason = records.map(reasonOf).find((found) => found !== undefined);
    if (reason !== undefined) return reason;
    level = records.flatMap((record) => Object.values(record));
  }
  return undefined;
}

function reasonOf(record: Readonly<Record<string, unknown>>): string | undefined {
  if (Object.hasOwn(record, '__proto__')) return 'a field is named __proto__';
  const type = record['@type'];
  if (!type) return undefined;
  const { value } = record;
  const isNumber =
    WRAPPED_NUMBERS.has(String(type)) && typeof value === 'string' && !Number.isNaN(Number.parseFloat(value));
  return isNumber ? undefined : 'an @type that is not known, or without its value';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
