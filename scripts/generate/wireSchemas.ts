import { batchEvents, event, MAX_EVENTS } from '../../functions/src/events/contract.ts';
import type { CallableContract } from '../../functions/src/kernel/contract.ts';
import { balance, balances } from '../../functions/src/kernel/wire.ts';
import type { CallablesByName } from '../../functions/src/platform/manifest/domain.ts';
import { type JsonObject, stableText } from './generator.ts';

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
  return JSON.stringify(schemaJson(title, schema, io), null, 2);
}

function schemaJson(title: string, schema: CallableContract['input'], io: 'input' | 'output'): JsonObject {
  // A response may gain fields that this version does not know, so it closes no object.
  const json = schema.toJSONSchema({
    io,
    unrepresentable: 'any',
    override: ({ jsonSchema }) => {
      if (io === 'output' && jsonSchema.additionalProperties === false) jsonSchema.additionalProperties = undefined;
    },
  });
  const { $schema, ...rest } = json;
  return { $schema, title, ...rest };
}

/**
 * What a player's app needs models of, by the names that they get: what it calls and what it reads. Staff have a desk of
 * their own. Shapes that many share are named once.
 */
export function dartDefinitions(
  callables: CallablesByName,
  documents: ReadonlyMap<string, JsonObject>,
): Record<string, JsonObject> {
  const shared = new Map([
    [stableText(bare(schemaJson('', balances, 'output'))), 'Balances'],
    [stableText(bare(schemaJson('', balance, 'output'))), 'Balance'],
  ]);
  const definitions = new Map<string, JsonObject>([['Event', bare(schemaJson('', event, 'input'))]]);
  for (const { access, input, name, output } of Object.values(callables)) {
    if (access.kind !== 'player') continue;
    const sent = name === batchEvents.name ? batchWithEvents : input;
    definitions.set(`${capital(name)}Request`, bare(schemaJson('', sent, 'input')));
    definitions.set(`${capital(name)}Response`, bare(schemaJson('', output, 'output')));
  }
  for (const [name, schema] of documents) definitions.set(`${capital(name)}Document`, bare(schema));
  const hoisted = [...definitions].map(([name, one]) => [name, hoist(one, shared)] as const);
  const named = [...shared].map(([text, name]) => [name, hoist(JSON.parse(text), shared)] as const);
  return Object.fromEntries([...hoisted, ...named].sort(([left], [right]) => (left < right ? -1 : 1)));
}

function bare({ $schema, title, ...schema }: JsonObject): JsonObject {
  return schema;
}

function hoist(value: unknown, shared: ReadonlyMap<string, string>): JsonObject {
  const within = hoistWithin(value, shared);
  return isObject(within) ? within : {};
}

/** The same with a reference wherever a shared shape stands in it. */
function hoistWithin(value: unknown, shared: ReadonlyMap<string, string>): unknown {
  if (Array.isArray(value)) return value.map((one) => hoistMember(one, shared));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, hoistMember(one, shared)]));
}

function hoistMember(value: unknown, shared: ReadonlyMap<string, string>): unknown {
  const name = isObject(value) ? shared.get(stableText(value)) : undefined;
  return name === undefined ? hoistWithin(value, shared) : { $ref: `#/definitions/${name}` };
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function capital(name: string): string {
  return `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`;
}
