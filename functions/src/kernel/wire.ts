import { z } from 'zod';
import { CURRENCIES } from './money.ts';

/** Field shapes that many contracts share. They are zod schemas, so contracts import them and rules do not. */

/** 1 to 128 printable ASCII characters; clients send UUIDs. */
export const idempotencyKey = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[\x20-\x7e]+$/, 'printable ASCII only');

/** SHA-256 of the device's identifier, as 64 lower-case hex characters. */
export const deviceHash = z.string().regex(/^[0-9a-f]{64}$/, '64 lower-case hex characters');

/** Stand for somebody where nobody is named, so that nobody can be called so. */
const RESERVED = /^(?:system:.*|staff|deleted)$/s;

/**
 * A Firebase Auth user id (1 to 128 characters) that Firestore takes as the id of a document: no slash, neither `.` nor
 * `..`, nothing of the form `__…__`, and valid Unicode.
 */
export const uid = z
  .string()
  .min(1)
  .max(128)
  .regex(/^(?!\.{1,2}$)(?!__[\s\S]*__$)[^/]+$/, 'no id of a document')
  .refine((text) => text.isWellFormed() && !RESERVED.test(text), 'no id of a player');

/** ISO 3166-1 alpha-2, upper case. */
export const country = z.string().regex(/^[A-Z]{2}$/);

/** A game as the studio names it; also a field name in stored maps, hence the narrow alphabet. */
export const gameName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9 ._-]{0,63}$/);

export const amount = z.int();
export const nonNegativeAmount = amount.min(0);
export const currency = z.enum(CURRENCIES);

export const balance = z.object({ available: nonNegativeAmount, locked: nonNegativeAmount });
export const balances = z.object({ coins: balance, gems: balance, points: balance, eth: balance });

/** What somebody owes of each currency. */
export const debts = z.object({
  coins: nonNegativeAmount,
  gems: nonNegativeAmount,
  points: nonNegativeAmount,
  eth: nonNegativeAmount,
});

/** The last instant that Firestore can store, the end of the year 9999. */
export const LAST_INSTANT_MS = 253_402_300_799_999;

/** Epoch milliseconds. */
export const instantMs = z.int().min(0).max(LAST_INSTANT_MS);

/** How many entries of a list come at once. */
export const pageLimit = z.int().min(1).max(100).default(50);
