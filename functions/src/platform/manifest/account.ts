import type { Snapshot, StoredDocument } from '../storage/reader.ts';
import type { Tx } from '../storage/transaction.ts';
import type { Call } from '../transport/callable.ts';

/** What somebody brings who opens an account. */
export interface Opening {
  readonly deviceHash: string;
  readonly referralCode?: string | undefined;
}

/** Somebody whose account is closed and is being taken apart. */
export interface Departed {
  readonly uid: string;
  /** The name under which stays what must stay of the account; it leads to nobody. */
  readonly pseudonym: string;
  /** The instant of the run that takes it apart, epoch milliseconds. */
  readonly nowMs: number;
  /** Every device that the account was on. */
  readonly devices: readonly string[];
}

/** What of an account's own fields goes with its new name. */
export interface Renamed {
  /** Fields that are others there; undefined where there is none. */
  readonly is: Readonly<Record<string, unknown>>;
  /** Fields that must still be so for the copy to be whole. */
  readonly was?: Readonly<Record<string, unknown>>;
}

/** Somebody who was banned. */
export interface Banned {
  readonly uid: string;
  readonly nowMs: number;
  /** The entry of the audit log that says who did it and why. */
  readonly auditId: string | null;
}

export type Found = Pick<StoredDocument, 'id' | 'path' | 'data'>;

/** When a domain has its part in an opening: who it is, what belongs to it, what it does first. */
export const OPENING_STAGES = ['identity', 'belongings', 'firstActs'] as const;

/**
 * What an account's beginning and end mean to a domain. The account itself knows no domain: it asks all that have a part,
 * by their stages and within one by the domains' names.
 */
export interface AccountPart {
  /** Of {@link AccountPart.open}; whatever is opened may rely on what earlier stages have staged. */
  readonly stage?: (typeof OPENING_STAGES)[number];
  /** Stages what a new account needs here; a refusal keeps it from being created. Answers what `createUser` answers of it. */
  readonly open?: (tx: Tx, call: Call, opening: Opening) => Promise<object | undefined>;
  /** Refuses, or stages what ends with the account; answers what its erasure has to know. */
  readonly close?: (tx: Tx, call: Call) => Promise<Partial<Departed> | undefined>;
  /** Ends what a banned player has under way here; safe to repeat, and run again until it has ended once. */
  readonly endOnBan?: (banned: Banned) => Promise<void>;
  /** Erases what is not a collection's documents, before these go; safe to repeat. */
  readonly erase?: (departed: Departed) => Promise<void>;
  /**
   * Copies what stands beneath the account and stays from its uid to its pseudonym. Safe to repeat; what it copied is erased
   * once the account has its new name.
   */
  readonly rename?: (departed: Departed) => Promise<Renamed | undefined>;
  /** Whether two accounts are one person's, as far as this domain knows; asked before staff decide on somebody's money. */
  readonly isSamePerson?: (tx: Tx, one: string, other: string) => Promise<boolean>;
  /** A document as its owner may have it. */
  readonly reveal?: (found: Found) => Found['data'];
  /** For a collection with `find: 'own'`. */
  readonly own?: {
    /** In a fixed order; only those behind `after`, an id, where it is given. */
    readonly documents: (
      snapshot: Snapshot,
      uid: string,
      account: Found['data'],
      after: string | null,
    ) => AsyncGenerator<Found>;
    readonly erase: (departed: Departed) => Promise<void>;
  };
}
