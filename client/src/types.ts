import type { callables, errorCatalogues } from '../../functions/src/contract.ts';
import type { GameEvent as ContractEvent } from '../../functions/src/events/contract.ts';

/** Every type here is the server's own, so a changed contract shows in the game's code at its next build. */
type Callables = typeof callables;
export type CallableName = keyof Callables;

/** What a zod schema takes and gives, without zod: the client has no schema at run time. */
type InputOf<Schema> = Schema extends { readonly _zod: { readonly input: infer Input } } ? Input : never;
type OutputOf<Schema> = Schema extends { readonly _zod: { readonly output: infer Output } } ? Output : never;

/**
 * What the client adds by itself: a fresh idempotency key, and the hash of this device. Whoever repeats a request across
 * restarts passes a key.
 */
type Added = 'idempotencyKey' | 'deviceHash';
type Keyless<Input> = Input extends { readonly idempotencyKey: string }
  ? Omit<Input, Added> & Partial<Pick<Input, Extract<keyof Input, Added>>>
  : Input;

export type CallInput<Name extends CallableName> = Keyless<InputOf<Callables[Name]['input']>>;
export type CallOutput<Name extends CallableName> = OutputOf<Callables[Name]['output']>;

/** `game.call.createUser({…})`, and so for every callable. */
export type Calls = { readonly [Name in CallableName]: (input: CallInput<Name>) => Promise<CallOutput<Name>> };

export type EventType = ContractEvent['type'];
export type EventMetadata<Type extends EventType> = Extract<ContractEvent, { readonly type: Type }>['metadata'];
export type GameEvent = ContractEvent;
export type SignUpInput = Partial<CallInput<'createUser'>>;
export type SignUpOutput = CallOutput<'createUser'>;

type Entries<Catalogue> = Catalogue extends unknown ? Catalogue[keyof Catalogue] : never;
type Entry = Entries<(typeof errorCatalogues)[number]>;
export type ServerErrorCode = Entry extends { readonly code: infer Code } ? Code : never;

/** What goes wrong before, or without, a server's answer. */
export type ClientErrorCode =
  | 'queue/full'
  | 'queue/storage-full'
  | 'queue/event-too-large'
  | 'client/storage-unavailable'
  | 'client/unreachable'
  | 'client/refused'
  | 'client/signed-out'
  | 'client/closed';

export type ErrorCode = ServerErrorCode | ClientErrorCode;
