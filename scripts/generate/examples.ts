import type { CallableContract } from '../../functions/src/kernel/contract.ts';
import type { CallablesByName } from '../../functions/src/platform/manifest/domain.ts';
import { schemaOf } from './contractSnapshot.ts';
import type { JsonSchema } from './schemaType.ts';

/** Examples that tell more than a schema can, and are kept by hand beside the generated ones. */
const WRITTEN_BY_HAND: readonly string[] = [
  'batchEvents.request',
  'batchEvents.response',
  'bindDevice.request',
  'bindDevice.response',
  'claimReferral.request',
  'createUser.request',
  'createUser.response',
  'listAudit.request',
  'setStanding.request',
];

const NOON_MS = 1_796_126_400_000;

/** What fields of these names look like; any other takes the first of {@link WORDS} that its schema admits. */
const BY_NAME: Readonly<Record<string, unknown>> = {
  uid: 'kX3pQ9vLw2ZtR7sYbN5mC1dE8fG4',
  referrerUid: 'hB6nT2wQv8KsL4xZcM9rP5yD1jF3',
  deviceHash: '8f14e45fceea167a5a36dedd4bea2543c9b3c1f0d5e7a2b4968d1c3e5f7a9b0c',
  idempotencyKey: '3f2c9a1e-7b54-4d1a-9c0e-5a6b7c8d9e0f',
  reason: 'A thank you for the bug report.',
  note: 'Paid by bank transfer.',
  name: 'Ada Lovelace',
  key: 'chess',
  email: 'ada@example.com',
  iban: 'NL91ABNA0417164300',
  referralCode: 'ABCD2345',
  coins: 10,
  amount: 500,
  version: 7,
  limit: 50,
};
const WORDS: readonly string[] = [
  'kX3pQ9vLw2ZtR7sYbN5mC1dE8fG4',
  'ABCD2345',
  'NL',
  '2026-12-01',
  '2026-12',
  'chess',
  'ada@example.com',
  'NL91ABNA0417164300',
  '8f14e45fceea167a5a36dedd4bea2543c9b3c1f0d5e7a2b4968d1c3e5f7a9b0c',
  '0x52908400098527886E0F7030069857D2E4169EE7',
  'loyalty:award',
  '8f-001796122800000-8f14e45f',
  'events',
  'a',
];

/** An example of what each callable takes and answers. */
export function exampleFiles(callables: CallablesByName): Map<string, string> {
  const files = new Map<string, string>();
  for (const contract of Object.values(callables)) {
    for (const part of ['request', 'response'] as const) {
      const name = `${contract.name}.${part}`;
      if (WRITTEN_BY_HAND.includes(name)) continue;
      files.set(`docs/wire/examples/${name}.json`, JSON.stringify(checked(name, contract, part)));
    }
  }
  return files;
}

function checked(name: string, contract: CallableContract, part: 'request' | 'response'): unknown {
  const [schema, io] =
    part === 'request' ? ([contract.input, 'input'] as const) : ([contract.output, 'output'] as const);
  const example = exampleOf(schemaOf(schema, io), '');
  const parsed = schema.safeParse(example);
  if (parsed.success) return example;
  const issues = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
  throw new Error(
    `no example of ${name} can be made by its schema alone (${issues}). ` +
      `Write docs/wire/examples/${name}.json and name it in scripts/generate/examples.ts, or add what its field looks like there.`,
  );
}

type Schema = boolean | JsonSchema;

function exampleOf(schema: Schema | readonly Schema[], name: string): unknown {
  if (typeof schema === 'boolean' || 'length' in schema) return null;
  const { anyOf, oneOf, type } = schema;
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return schema.enum[0];
  const [first] = anyOf ?? oneOf ?? [];
  if (first !== undefined) return exampleOf(first, name);
  switch (typeof type === 'string' ? type : type?.[0]) {
    case 'object':
      return exampleObject(schema, name);
    case 'array':
      return [exampleOf(schema.items ?? {}, name)];
    case 'integer':
    case 'number':
      return exampleNumber(schema, name);
    case 'boolean':
      return false;
    case 'string':
      return exampleText(schema, name);
    default:
      return null;
  }
}

function exampleObject({ properties, propertyNames, additionalProperties, required = [] }: JsonSchema, name: string) {
  if (properties !== undefined) {
    return Object.fromEntries(Object.entries(properties).map(([key, one]) => [key, exampleOf(one, key)]));
  }
  const names = typeof propertyNames === 'object' ? (propertyNames.enum ?? []) : [];
  const keys =
    required.length > 0 ? required : [String(names[0] ?? exampleOf(propertyNames ?? { type: 'string' }, 'key'))];
  return Object.fromEntries(keys.map((key) => [key, exampleOf(additionalProperties ?? {}, name)]));
}

function exampleNumber(
  { minimum = Number.MIN_SAFE_INTEGER, maximum = Number.MAX_SAFE_INTEGER }: JsonSchema,
  name: string,
) {
  const isInstant = /(Ms|At|Time|from|to|until)$/.test(name);
  const named = BY_NAME[name];
  const wanted = typeof named === 'number' ? named : 1;
  return Math.max(minimum, Math.min(maximum, isInstant && maximum > NOON_MS ? NOON_MS : wanted));
}

function exampleText(schema: JsonSchema, name: string): string {
  const { pattern = '', minLength = 0, maxLength = Number.POSITIVE_INFINITY } = schema;
  const named = BY_NAME[name];
  const words = [...(typeof named === 'string' ? [named] : []), ...WORDS];
  const fitting = words.find((word) => {
    return word.length >= minLength && word.length <= maxLength && new RegExp(pattern, 'u').test(word);
  });
  return fitting ?? 'a'.repeat(minLength);
}
