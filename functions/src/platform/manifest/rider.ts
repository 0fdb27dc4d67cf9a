import type { z } from 'zod';
import type { Currency } from '../../kernel/money.ts';
import type { PostingKind } from '../../kernel/posting.ts';
import type { Economy } from '../configuration/economy.ts';
import type { Envelope } from '../messaging/outbox.ts';
import type { Doc } from '../storage/collection.ts';

/**
 * What a batch of events changes beyond its own counters rides on the two documents that the batch writes anyway. A rider
 * owns a section of each and decides purely: the batch reads for all, asks each, and writes once.
 */
export interface Rider<User extends z.ZodObject = z.ZodObject, Page extends z.ZodObject = z.ZodObject> {
  readonly name: string;
  /** Its section of `users/{uid}`. */
  user(uid: string): Doc<User>;
  /** Its section of a day's page, if it has one; every field of it has a default. */
  page?(uid: string, date: string): Doc<Page>;
  ride(batch: Batch, own: RiderState<User, Page>): Ridden<User, Page>;
}

export interface RiderState<User extends z.ZodObject, Page extends z.ZodObject> {
  readonly user: z.output<User>;
  /** By date; a page that the batch begins is there with its defaults. */
  readonly pages: ReadonlyMap<string, z.output<Page>>;
}

/** What a rider wants written; fields that it leaves out stay as they are. */
export interface Ridden<User extends z.ZodObject, Page extends z.ZodObject> {
  readonly user?: Partial<z.input<User>>;
  readonly pages?: ReadonlyMap<string, Partial<z.input<Page>>>;
  /** Money that it moves, each on the page of its day. */
  readonly postings?: readonly RiderPosting[];
  /** Told once the batch has committed, from the page of that day. */
  readonly messages?: readonly { readonly day: string; readonly message: Envelope }[];
}

export interface RiderPosting {
  readonly day: string;
  /** One that the rider's domain declares. */
  readonly kind: PostingKind;
  /** The counter-account that the other leg stands on, such as `rewards`. */
  readonly against: string;
  readonly currency: Currency;
  /** What the player gets, in minor units; negative for what the player gives. */
  readonly amount: number;
  readonly reference: string;
  readonly details: Readonly<Record<string, string | number>>;
}

/** A batch as it was decided: what was credited, by the UTC day of the events themselves. */
export interface Batch {
  readonly uid: string;
  readonly nowMs: number;
  readonly correlationId: string;
  readonly economy: Economy;
  readonly days: ReadonlyMap<string, BatchDay>;
}

export interface BatchDay {
  /** The day's counters with this batch, and what this batch added to them. */
  readonly total: Readonly<Record<string, number>>;
  readonly added: Readonly<Record<string, number>>;
  readonly credited: readonly CreditedEvent[];
}

export interface CreditedEvent {
  readonly type: string;
  /** The event's own time of play. */
  readonly occurredAt: number;
  readonly coins: number;
  readonly metadata: Readonly<Record<string, unknown>>;
}
