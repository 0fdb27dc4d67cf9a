import { defaultEconomyConfig } from '../../functions/src/contract.ts';
import type { CallableContract } from '../../functions/src/kernel/contract.ts';
import type { ErrorEntry } from '../../functions/src/kernel/errors.ts';
import type { Gathered } from './contractSnapshot.ts';
import { HTTP_STATUS } from './errorsPage.ts';
import { traitsOf } from './wireClient.ts';

/** What the client's bundle carries as tables, for clients in other languages. */
export function wireTableFiles({ callables, errorCatalogues }: Omit<Gathered, 'messages'>): Map<string, string> {
  const errors = errorCatalogues
    .flatMap((catalogue): ErrorEntry[] => Object.values(catalogue))
    .map(({ code, status, message, retry, heals = false, remedy }) => {
      return { code, status, httpStatus: HTTP_STATUS[status], message, retry, heals, remedy };
    });
  const rows = Object.values(callables).map(tableRow);
  return new Map([
    ['docs/wire/errors.json', json(sorted(errors, ({ code }) => code))],
    ['docs/wire/callables.json', json(sorted(rows, ({ name }) => name))],
    ['docs/wire/prices.json', json({ events: defaultEconomyConfig.events })],
  ]);
}

function tableRow(contract: CallableContract) {
  const traits = traitsOf(contract);
  const { name } = contract;
  return {
    name,
    path: traits.includes('staff') ? `staff/${name}` : name,
    keyed: traits.includes('keyed'),
    limitedUseAppCheckToken: traits.includes('limited-use'),
    deviceHash: traits.includes('device'),
  };
}

function sorted<Row>(rows: readonly Row[], nameOf: (row: Row) => string): Row[] {
  return rows.toSorted((left, right) => (nameOf(left) < nameOf(right) ? -1 : 1));
}

function json(value: unknown): string {
  return JSON.stringify(value);
}
