import { z } from 'zod';

/** Firestore's own value types as schemas, matched by shape so that contracts and stores need not load the SDK. */
export interface TimestampLike {
  toMillis(): number;
}

const timestampLike = z.custom<TimestampLike>(
  (value) => typeof value === 'object' && value !== null && 'toMillis' in value && typeof value.toMillis === 'function',
);

/** Stored as a Timestamp (a TTL policy needs one), written as a Date, read as epoch milliseconds. */
export const storedInstant = z
  .union([z.date(), timestampLike])
  .transform((value) => (value instanceof Date ? value.getTime() : value.toMillis()));

/** A Firestore `Bytes` field. */
export const storedBytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array);
