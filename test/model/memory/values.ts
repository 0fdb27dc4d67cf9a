/** Values as Firestore keeps them: instants are timestamps, bytes are bytes, and what is undefined is not there. */
export class Instant {
  readonly #ms: number;

  constructor(ms: number) {
    this.#ms = ms;
    Object.freeze(this);
  }

  toMillis(): number {
    return this.#ms;
  }
}

/** As the value of a field that is written: the field goes. */
export const GONE = Object.freeze(new (class Gone {})());

/** A frozen copy, so that nobody can change what is stored but by writing it. */
export function stored(value: any): any {
  if (typeof value !== 'object' || value === null || value instanceof Instant || value === GONE) return value;
  if (value instanceof Date) return new Instant(value.getTime());
  if (value instanceof Uint8Array) return Buffer.from(value);
  if (Array.isArray(value)) return Object.freeze(value.map(stored));
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(value)) {
    if (value[key] !== undefined) copy[key] = stored(value[key]);
  }
  return Object.freeze(copy);
}

/** What values are compared by in queries. */
export function comparable(value: unknown): string | number | boolean | null {
  if (value instanceof Instant) return value.toMillis();
  if (value instanceof Date) return value.getTime();
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return null;
}
