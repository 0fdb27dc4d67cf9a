import type { ConfigPart, Feature } from '../../kernel/config.ts';
import type { CallableContract, MessageContract } from '../../kernel/contract.ts';
import type { ErrorEntry } from '../../kernel/errors.ts';
import type { PostingKind } from '../../kernel/posting.ts';
import type { Consumer } from '../messaging/consumer.ts';
import type { SecretName } from '../runtime/params.ts';
import type { AccountPart } from './account.ts';
import type { Migration } from './migration.ts';
import type { Rider } from './rider.ts';
import type { RegisteredQueries, StoredCollection } from './stored.ts';

/**
 * All that the house needs to know of a domain. Whatever would be a row in a central table is declared here and gathered
 * (`domains.ts`). Code comes by functions that import it, so that reading a manifest loads no use case.
 */
export interface Domain<
  Callables extends CallablesByName = CallablesByName,
  Errors extends readonly ErrorCatalogue[] = readonly ErrorCatalogue[],
  Messages extends MessagesByName = MessagesByName,
  Parts extends readonly ConfigPart[] = readonly ConfigPart[],
  Features extends readonly Feature[] = readonly Feature[],
> {
  /** The name of its folder. */
  readonly name: string;
  /** Every contract by its own name. */
  readonly callables?: Callables;
  readonly errors?: Errors;
  readonly messages?: Messages;
  readonly config?: Parts;
  readonly features?: Features;
  readonly consumers?: readonly DeclaredConsumer[];
  readonly schedules?: readonly DeclaredSchedule[];
  readonly collections?: readonly StoredCollection[];
  readonly queries?: readonly RegisteredQueries[];
  /** The postings that it makes, with the words in which their player reads of them. */
  readonly postings?: readonly PostingKind[];
  /** Fields of its documents that may name another person, and are left out of an export then. */
  readonly peopleIn?: readonly string[];
  /** `functions.ts`: what is deployed as functions of their own names, but for consumers and schedules. */
  readonly functions?: () => Promise<object>;
  /** `staff.ts`: the callables that staff reach through the staff door, by their names. */
  readonly staff?: () => Promise<object>;
  readonly account?: () => Promise<AccountPart>;
  /** What is moved in documents of earlier versions, in the order in which that is done. */
  readonly migrations?: () => Promise<readonly Migration[]>;
  /** What rides on a batch of events, in the order of their declaration. */
  readonly riders?: () => Promise<readonly Rider[]>;
}

export type CallablesByName = Readonly<Record<string, CallableContract>>;
export type MessagesByName = Readonly<Record<string, MessageContract>>;
export type ErrorCatalogue = Readonly<Record<string, ErrorEntry>>;

/** Who hears of what. All consumers of a topic share one deployed function, and each handles a message by itself. */
export interface DeclaredConsumer {
  readonly name: string;
  readonly hears: MessageContract;
  readonly load: () => Promise<Consumer>;
}

export interface DeclaredSchedule {
  /** The deployed function's name. */
  readonly name: string;
  /** Cron or App Engine syntax, UTC. */
  readonly schedule: string;
  /** What it has to open. */
  readonly secrets?: readonly SecretName[];
  /** The task; it is given the instant for which it was scheduled, and what it answers is logged. */
  readonly load: () => Promise<(scheduledMs: number) => Promise<object>>;
}

/** What a domain does not declare it has none of; without these, its types would allow any. */
export function defineDomain<
  const Callables extends CallablesByName = Record<never, never>,
  const Errors extends readonly ErrorCatalogue[] = readonly [],
  const Messages extends MessagesByName = Record<never, never>,
  const Parts extends readonly ConfigPart[] = readonly [],
  const Features extends readonly Feature[] = readonly [],
>(domain: Domain<Callables, Errors, Messages, Parts, Features>): Domain<Callables, Errors, Messages, Parts, Features> {
  return domain;
}
