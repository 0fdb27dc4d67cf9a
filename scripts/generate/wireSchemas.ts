import { batchEvents, event, MAX_EVENTS } from '../../functions/src/events/contract.ts';
import type { CallableContract } from '../../functions/src/kernel/contract.ts';
import type { CallablesByName } from '../../functions/src/platform/manifest/domain.ts';

/** JSON Schemas of everything that goes over the wire, for clients in other languages. */
export function wireSchemaFiles(callables: CallablesByName): Map<string, string> {
  const schemas = new Map<string, string>([['docs/wire/event.schema.json', schemaText('event', event, 'input')]]);
  for (const contract of Object.values(callables)) {
    const input = contract.name === batchEvents.name ? batchWithEvents : contract.input;
    schemas.set(`docs/wire/${contract.name}.request.schema.json`, schemaText(contract.name, input, 'input'));
    schemas.set(
      `docs/wire/${contract.name}.response.schema.json`,
      schemaText(contract.name, contract.output, 'output'),
    );
  }
  return schemas;
}

/** The server parses each event by itself; whoever builds a request wants to see what an event is. */
export const batchWithEvents = batchEvents.input.extend({ events: event.array().min(1).max(MAX_EVENTS) });

function schemaText(title: string, schema: CallableContract['input'], io: 'input' | 'output'): string {
  // A response may gain fields that this version does not know, so it closes no object.
  const json = schema.toJSONSchema({
    io,
    unrepresentable: 'any',
    override: ({ jsonSchema }) => {
      if (io === 'output' && jsonSchema.additionalProperties === false) jsonSchema.additionalProperties = undefined;
    },
  });
  const { $schema, ...rest } = json;
  return `${JSON.stringify({ $schema, title, ...rest }, null, 2)}\n`;
}
