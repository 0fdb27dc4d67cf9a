import type { Contract, ContractPrices } from '../../../client/src/generated/contract.ts';
import type { CallableName, EventType, GameEvent, ServerErrorCode } from '../../../client/src/types.ts';
import type { callables, errorCatalogues } from '../../../functions/src/contract.ts';
import type { EventsConfig } from '../../../functions/src/events/config.ts';
import type { event } from '../../../functions/src/events/contract.ts';

/**
 * Holds the client's generated types against the server's own, whenever the types are checked: where they differ, `DIFFERS`
 * names what.
 */
type Callables = typeof callables;
type Agree<Left, Right> = [Left] extends [Right] ? ([Right] extends [Left] ? true : false) : false;
type InputOf<Schema> = Schema extends { readonly _zod: { readonly input: infer Input } } ? Input : never;
type OutputOf<Schema> = Schema extends { readonly _zod: { readonly output: infer Output } } ? Output : never;

type Differing = {
  [Name in keyof Callables]: [
    Agree<Contract[Name]['input'], InputOf<Callables[Name]['input']>>,
    Agree<Contract[Name]['output'], OutputOf<Callables[Name]['output']>>,
  ] extends [true, true]
    ? never
    : Name;
}[keyof Callables];

type Codes<Catalogue> = Catalogue extends unknown ? Catalogue[keyof Catalogue] : never;
type CodeOf<Entry> = Entry extends { readonly code: infer Code } ? Code : never;

export const DIFFERS: readonly [
  [Differing] extends [never] ? true : Differing,
  Agree<CallableName, keyof Callables>,
  Agree<GameEvent, InputOf<typeof event>>,
  Agree<ServerErrorCode, CodeOf<Codes<(typeof errorCatalogues)[number]>>>,
  Agree<EventType, GameEvent['type']>,
  Agree<ContractPrices, EventsConfig>,
] = [true, true, true, true, true, true];
