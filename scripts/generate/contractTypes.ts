import { eventsConfig } from '../../functions/src/events/config.ts';
import { batchEvents, event } from '../../functions/src/events/contract.ts';
import type { CallableContract } from '../../functions/src/kernel/contract.ts';
import type { ErrorEntry } from '../../functions/src/kernel/errors.ts';
import { withdrawalTerms } from '../../functions/src/withdrawals/config.ts';
import { type Gathered, schemaOf } from './contractSnapshot.ts';
import { typeOf } from './schemaType.ts';
import { batchWithEvents } from './wireSchemas.ts';

/**
 * The contract as plain types, so that a game which installs the client needs neither zod nor the server's SDKs to read
 * them. `test/client/unit/contractTypes.ts` holds them against the schemas that they were made of.
 */
export function contractTypes({ callables, errorCatalogues }: Omit<Gathered, 'messages'>): string {
  const codes = errorCatalogues
    .flatMap((catalogue): ErrorEntry[] => Object.values(catalogue))
    .map(({ code }) => JSON.stringify(code))
    .sort();
  const rows = Object.values(callables)
    .sort((left, right) => (left.name < right.name ? -1 : 1))
    .map((contract) => `${contract.name}: { input: ${inputOf(contract)}; output: ${outputOf(contract)} };`);
  return [
    '// Generated from the contracts by `npm run generate`; do not edit.',
    '',
    '/** What each callable takes and answers. */',
    `export interface Contract { ${rows.join('\n')} }`,
    '',
    '/** One event of `batchEvents`. */',
    `export type ContractEvent = ${typeOf(schemaOf(event, 'input'))};`,
    '',
    '/** What events are worth and how many of them a day takes: `events` of `config/public`. */',
    `export interface ContractPrices ${typeOf(schemaOf(eventsConfig.schema, 'output'))}`,
    '',
    '/** What a withdrawal asks for: `withdrawals` of `config/public`. */',
    `export interface ContractTerms ${typeOf(schemaOf(withdrawalTerms, 'output'))}`,
    '',
    '/** The codes of the error catalogue. */',
    `export type ContractErrorCode = ${codes.join(' | ')};`,
    '',
  ].join('\n');
}

function inputOf(contract: CallableContract): string {
  const isBatch = contract.name === batchEvents.name;
  return typeOf(schemaOf(isBatch ? batchWithEvents : contract.input, 'input'));
}

function outputOf({ output }: CallableContract): string {
  return typeOf(schemaOf(output, 'output'));
}
