import { defaultEconomyConfig } from '../../functions/src/contract.ts';
import { eventErrors } from '../../functions/src/events/contract.ts';
import type { CallableContract } from '../../functions/src/kernel/contract.ts';
import type { ErrorEntry } from '../../functions/src/kernel/errors.ts';
import { withdrawalTerms } from '../../functions/src/withdrawals/config.ts';
import { withdrawalErrors } from '../../functions/src/withdrawals/contract.ts';
import { type Gathered, schemaOf } from './contractSnapshot.ts';
import { contractTypes } from './contractTypes.ts';

/**
 * What the client's bundle needs to know at run time, as small tables, so that neither zod nor the catalogue's texts for
 * engineers reach a player's device.
 */
const DEVICE = '"deviceHash"';
const NOTE = '// Generated from the contracts by `npm run generate`; do not edit.';

export function wireClientFiles(gathered: Gathered): Map<string, string> {
  return new Map([
    ['client/src/generated/catalogue.ts', catalogueTable(gathered)],
    ['client/src/generated/contract.ts', contractTypes(gathered)],
    ['client/src/generated/eventErrors.ts', errorTable('eventErrors', eventErrors)],
    ['client/src/generated/withdrawalErrors.ts', errorTable('withdrawalErrors', withdrawalErrors)],
    ['client/src/generated/defaultConfig.ts', defaultConfig()],
  ]);
}

function catalogueTable({ callables, errorCatalogues }: Omit<Gathered, 'messages'>): string {
  const retryable = errorCatalogues
    .flatMap((catalogue): ErrorEntry[] => Object.values(catalogue))
    .filter((entry) => entry.retry)
    .map((entry) => entry.code)
    .sort();
  const healing = errorCatalogues
    .flatMap((catalogue): ErrorEntry[] => Object.values(catalogue))
    .filter((entry) => entry.heals === true)
    .map((entry) => entry.code)
    .sort();
  const rows = Object.values(callables)
    .map((contract) => [contract.name, traitsOf(contract).join(' ')])
    .sort();
  return [
    NOTE,
    "import type { CallableName } from '../types.ts';",
    '',
    '/** Codes after which the same request can succeed later; every other catalogued code is final. */',
    `export const RETRYABLE_CODES: readonly string[] = ${JSON.stringify(retryable)};`,
    '',
    '/** Codes after which the same request can succeed once something else was put right; a queue keeps it until then. */',
    `export const HEALING_CODES: readonly string[] = ${JSON.stringify(healing)};`,
    '',
    '/**',
    ' * Every callable, and what its calls need: `keyed` a key, as its effect happens once for each; `device` the hash of the',
    ' * device that asks; `limited-use` an App Check token that was not used before; `staff` are behind one function.',
    ' */',
    `export const CALLABLES: readonly (readonly [CallableName, string])[] = ${JSON.stringify(rows)};`,
    '',
  ].join('\n');
}

export function traitsOf({ access, effect, input, sensitive }: CallableContract): string[] {
  const isBound = effect === 'keyed' && JSON.stringify(schemaOf(input, 'input')).includes(DEVICE);
  return [
    ...(effect === 'keyed' ? ['keyed'] : []),
    ...(isBound ? ['device'] : []),
    ...(sensitive === true ? ['limited-use'] : []),
    ...(access.kind === 'player' ? [] : ['staff']),
  ];
}

/** Stands in for a domain's contract in the bundle: the same codes, and the texts that a game shows its player. */
function errorTable(name: string, errors: Readonly<Record<string, ErrorEntry>>): string {
  const rows = Object.entries(errors).map(([key, { code, message }]) => [key, { code, message }]);
  return [NOTE, '', `export const ${name} = ${JSON.stringify(Object.fromEntries(rows))} as const;`, ''].join('\n');
}

function defaultConfig(): string {
  const terms = withdrawalTerms.parse({});
  return [
    NOTE,
    "import type { EventsConfig } from '../../../functions/src/events/config.ts';",
    "import type { ContractTerms } from './contract.ts';",
    '',
    '/** The prices that hold where `config/public` does not exist: nobody has changed the configuration yet. */',
    `export const DEFAULT_EVENTS: EventsConfig = ${JSON.stringify(defaultEconomyConfig.events)};`,
    '',
    '/** What a withdrawal asks for then. */',
    `export const DEFAULT_TERMS: ContractTerms = ${JSON.stringify(terms)};`,
    '',
  ].join('\n');
}
