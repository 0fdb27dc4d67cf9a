/** Stored data as plain JSON: instants as epoch milliseconds, bytes as base64, references as paths. */
export function plainData(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plainData);
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (typeof value !== 'object' || value === null) return value;
  if ('toMillis' in value && typeof value.toMillis === 'function') return value.toMillis();
  if ('path' in value && 'firestore' in value) return String(value.path);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plainData(inner)]));
}
