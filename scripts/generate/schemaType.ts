/** A JSON Schema as our contracts make them: no references, no combinations but unions. */
export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema | readonly Schema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly propertyNames?: Schema;
  readonly additionalProperties?: Schema;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
}

/** `true` is anything. */
type Schema = boolean | JsonSchema;

/** The TypeScript type of what a schema describes; throws for what no contract of ours has used so far. */
export function typeOf(schema: Schema | readonly Schema[]): string {
  if (typeof schema === 'boolean') return 'unknown';
  if (!('length' in schema)) return describedType(schema);
  throw new Error('no contract had a tuple so far');
}

function describedType(schema: JsonSchema): string {
  const { anyOf, oneOf, type } = schema;
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return schema.enum.map((one) => JSON.stringify(one)).join(' | ');
  const union = anyOf ?? oneOf;
  if (union !== undefined) return [...new Set(union.map(typeOf))].join(' | ');
  if (type === undefined) return 'unknown';
  if (typeof type !== 'string') return type.map((one) => typeOf({ type: one })).join(' | ');
  switch (type) {
    case 'string':
    case 'boolean':
    case 'null':
      return type;
    case 'integer':
    case 'number':
      return 'number';
    case 'array':
      return `(${typeOf(schema.items ?? {})})[]`;
    case 'object':
      return objectType(schema);
    default:
      throw new Error(`no contract had a ${type} so far`);
  }
}

function objectType({ properties, required = [], propertyNames, additionalProperties }: JsonSchema): string {
  const fields = Object.entries(properties ?? {}).map(([name, schema]) =>
    required.includes(name)
      ? `${JSON.stringify(name)}: ${typeOf(schema)}`
      : `${JSON.stringify(name)}?: ${typeOf(schema)} | undefined`,
  );
  if (fields.length > 0) return `{ ${fields.join('; ')} }`;
  if (properties !== undefined) return 'Record<string, never>';
  const values = additionalProperties === undefined ? 'unknown' : typeOf(additionalProperties);
  const names = typeOf(propertyNames ?? { type: 'string' });
  return names === 'string' || required.length > 0
    ? `Record<${names}, ${values}>`
    : `Partial<Record<${names}, ${values}>>`;
}
