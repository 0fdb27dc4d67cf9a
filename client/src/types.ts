import type { Contract, ContractErrorCode, ContractEvent } from './generated/contract.ts';

/** Every type here is the server's own, so a changed contract shows in the game's code at its next build. */
export type CallableName = keyof Contract;

/**
 * What the client adds by itself: a fresh idempotency key, and the hash of this device. Whoever repeats a request across
 * restarts passes a key.
 */
type Added = 'idempotencyKey' | 'deviceHash';
type Keyless<Input> = Input extends { readonly idempotencyKey: string }
  ? Omit<Input, Added> & Partial<Pick<Input, Extract<keyof Input, Added>>>
  : Input;

export type CallInput<Name extends CallableName> = Keyless<Contract[Name]['input']>;
export type CallOutput<Name extends CallableName> = Contract[Name]['output'];

/** `game.call.createUser({…})`, and so for every callable. */
export type Calls = { readonly [Name in CallableName]: (input: CallInput<Name>) => Promise<CallOutput<Name>> };

export type EventType = ContractEvent['type'];
export type EventMetadata<Type extends EventType> = Extract<ContractEvent, { readonly type: Type }>['metadata'];
export type GameEvent = ContractEvent;
export type SignUpInput = Partial<CallInput<'createUser'>>;
export type SignUpOutput = CallOutput<'createUser'>;

export type ServerErrorCode = ContractErrorCode;

/** What goes wrong before, or without, a server's answer. */
export type ClientErrorCode =
  | 'queue/full'
  | 'queue/storage-full'
  | 'queue/event-too-large'
  | 'client/storage-unavailable'
  | 'client/unreachable'
  | 'client/refused'
  | 'client/signed-out'
  | 'client/sign-in-taken'
  | 'client/closed';

export type ErrorCode = ServerErrorCode | ClientErrorCode;
