import { defaultEconomyConfig } from '../../functions/src/contract.ts';
import { eventErrors } from '../../functions/src/events/contract.ts';
import type { ErrorEntry } from '../../functions/src/kernel/errors.ts';
import { type Gathered, schemaOf } from './contractSnapshot.ts';

/**
 * What the client's bundle needs to know at run time, as small tables, so that neither zod nor the catalogue's texts for
 * engineers reach a player's device.
 */
const DEVICE = '"deviceHash"';
const NOTE = '// Generated from the contracts by `npm run generate`; do not edit.';

export function wireClientFiles(gathered: Gathered): Map<string, string> {
  return new Map([
    ['client/src/generated/catalogue.ts', catalogueTable(gathered)],
    ['client/src/generated/eventErrors.ts', eventErrorTable()],
    ['client/src/generated/defaultEvents.ts', defaultEvents()],
  ]);
}

function catalogueTable({ callables, errorCatalogues }: Omit<Gathered, 'messages'>): string {
  const retryable = errorCatalogues
    .flatMap((catalogue): ErrorEntry[] => Object.values(catalogue))
    .filter((entry) => entry.retry)
    .map((entry) => entry.code)
    .sort();
  const keyless = Object.values(callables)
    .filter(({ effect }) => effect !== 'keyed')
    .map(({ name }) => name)
    .sort();
  const sensitive = Object.values(callables)
    .filter((contract) => contract.sensitive === true)
    .map(({ name }) => name)
    .sort();
  const staff = Object.values(callables)
    .filter(({ access }) => access.kind !== 'player')
    .map(({ name }) => name)
    .sort();
  const deviceBound = Object.values(callables)
    .filter(({ effect, input }) => effect === 'keyed' && JSON.stringify(schemaOf(input, 'input')).includes(DEVICE))
    .map(({ name }) => name)
    .sort();
  return [
    NOTE,
    '',
    '/** Codes after which the same request can succeed later; every other catalogued code is final. */',
    `export const RETRYABLE_CODES: readonly string[] = ${JSON.stringify(retryable)};`,
    '',
    '/** Callables that take no idempotency key: they change nothing, or their items have keys of their own. */',
    `export const KEYLESS_CALLABLES: readonly string[] = ${JSON.stringify(keyless)};`,
    '',
    '/** Callables that take an App Check token which was not used before. */',
    `export const SENSITIVE_CALLABLES: readonly string[] = ${JSON.stringify(sensitive)};`,
    '',
    '/** Callables of staff, which are behind one function: `staff/<name>`. */',
    `export const STAFF_CALLABLES: readonly string[] = ${JSON.stringify(staff)};`,
    '',
    '/** Callables that are told which device asks. */',
    `export const DEVICE_CALLABLES: readonly string[] = ${JSON.stringify(deviceBound)};`,
    '',
  ].join('\n');
}

/** Stands in for `events/contract.ts` in the bundle: the same codes, and the texts that a game shows its player. */
function eventErrorTable(): string {
  const rows = Object.entries(eventErrors).map(([key, { code, message }]) => [key, { code, message }]);
  return [NOTE, '', `export const eventErrors = ${JSON.stringify(Object.fromEntries(rows))} as const;`, ''].join('\n');
}

function defaultEvents(): string {
  return [
    NOTE,
    "import type { EventsConfig } from '../../../functions/src/events/config.ts';",
    '',
    '/** The prices that hold where `config/public` does not exist: nobody has changed the configuration yet. */',
    `export const DEFAULT_EVENTS: EventsConfig = ${JSON.stringify(defaultEconomyConfig.events)};`,
    '',
  ].join('\n');
}
