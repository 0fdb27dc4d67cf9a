import * as published from '../../functions/src/contract.ts';
import type { CallableContract, MessageContract } from '../../functions/src/kernel/contract.ts';
import type { ErrorEntry } from '../../functions/src/kernel/errors.ts';
import type { CallablesByName, ErrorCatalogue, MessagesByName } from '../../functions/src/platform/manifest/domain.ts';
import { type Generator, stableJson } from './generator.ts';

/** What clients and consumers rely on, as data: a change of it is reviewed as what it is, whatever caused it. */
export const contractSnapshot: Generator = {
  name: 'contract snapshot',
  generate: async () => new Map([['test/architecture/contract.snapshot.json', stableJson(contractOf(published))]]),
};

export interface Gathered {
  readonly callables: CallablesByName;
  readonly errorCatalogues: readonly ErrorCatalogue[];
  readonly messages: MessagesByName;
}

export function contractOf({ callables, errorCatalogues, messages }: Gathered) {
  const errors = errorCatalogues.flatMap((catalogue): ErrorEntry[] => Object.values(catalogue));
  return {
    callables: Object.fromEntries(
      Object.entries<CallableContract>(callables).map(([key, one]) => [key, callableOf(one)]),
    ),
    errors: Object.fromEntries(errors.map(({ code, status, retry }) => [code, { status, retry }])),
    messages: Object.fromEntries(Object.entries<MessageContract>(messages).map(([key, one]) => [key, messageOf(one)])),
  };
}

/** Input is what a client sends, before defaults; output is what it receives, after the server has parsed it. */
function callableOf({ name, effect, access, sensitive = false, input, output }: CallableContract) {
  return { name, effect, access, sensitive, input: schemaOf(input, 'input'), output: schemaOf(output, 'output') };
}

function messageOf({ type, version, data }: MessageContract) {
  return { type, version, data: schemaOf(data, 'output') };
}

export function schemaOf(schema: CallableContract['input'], io: 'input' | 'output') {
  return schema.toJSONSchema({ io, unrepresentable: 'any' });
}
