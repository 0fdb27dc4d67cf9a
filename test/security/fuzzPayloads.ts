import fc from 'fast-check';

/** What an attacker puts in the place of a value; JSON text, so that it may be what no JSON.stringify would write. */
export const hostileValues: readonly string[] = [
  'null',
  'true',
  '0',
  '-0',
  '-1',
  '1.5',
  '1e308',
  '-1e308',
  '1e400',
  '9007199254740993',
  '""',
  '" "',
  '"NaN"',
  '"Infinity"',
  '"__proto__"',
  '"constructor"',
  '"../../users/x"',
  '"\\u0000"',
  '"\\ud800"',
  '"\\udc00\\ud800"',
  '"💥"',
  '[]',
  '{}',
  '[[]]',
  '{"length":1e9}',
  '{"toString":1,"valueOf":1}',
  '{"__proto__":{"role":"admin"}}',
  '{"constructor":{"prototype":{"polluted":1}}}',
  '{"$ref":"x","then":1}',
  '{"@type":"type.googleapis.com/google.protobuf.Int64Value","value":"7"}',
  '{"@type":"type.googleapis.com/google.protobuf.Int64Value","value":"x"}',
  '{"@type":"type.googleapis.com/google.protobuf.Int64Value","value":{"toString":1}}',
  '{"@type":"type.googleapis.com/google.protobuf.Int64Value"}',
  '{"@type":"type.googleapis.com/google.protobuf.Any","value":"7"}',
  '{"@type":{}}',
];

/** Payloads too large to pass through a generator again and again. */
export const heavyValues: readonly string[] = [
  `"${'x'.repeat(100_000)}"`,
  `"${'\\ud800'.repeat(10_000)}"`,
  `${'['.repeat(10_000)}${']'.repeat(10_000)}`,
  `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`,
  `[${Array.from({ length: 50_000 }, () => '0').join(',')}]`,
  `{${Array.from({ length: 20_000 }, (_, index) => `"k${index}":0`).join(',')}}`,
];

/** Whole bodies, with which a client that does not follow the protocol might come. */
export const hostileBodies: readonly string[] = [
  '',
  ' ',
  'null',
  '[]',
  '"data"',
  'NaN',
  '{',
  '{"data":',
  '{"data":{"a":NaN}}',
  '{"data":Infinity}',
  '{"data":{}}}',
  "{'data':{}}",
  'data=1',
  '<xml/>',
  '\u0000',
  '{}',
  '{"data":null}',
  '{"data":[]}',
  '{"data":"text"}',
  '{"data":1}',
  '{"data":{},"extra":1}',
  '{"__proto__":{"data":{}}}',
  '{"data":{"__proto__":{}}}',
  '{"data":{},"data":{"__proto__":null}}',
];

export type Change = {
  readonly at: number;
  readonly how: 'replace' | 'remove' | 'wrap' | 'add';
  readonly value: string;
};

export const changes: fc.Arbitrary<readonly Change[]> = fc.array(
  fc.record({
    at: fc.nat({ max: 30 }),
    how: fc.constantFrom('replace', 'replace', 'remove', 'wrap', 'add'),
    value: fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(...hostileValues) },
      { weight: 1, arbitrary: fc.json({ maxDepth: 3 }) },
      { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }).map((text) => JSON.stringify(text)) },
    ),
  }),
  { minLength: 1, maxLength: 3 },
);

/** The JSON text of `base` with `made` at the places that they name, counted through all fields at every depth. */
export function hostile(base: unknown, made: readonly Change[]): string {
  let place = -1;
  const write = (value: unknown): string | undefined => {
    place += 1;
    const change = made.find(({ at }) => at === place);
    if (change?.how === 'remove') return undefined;
    if (change?.how === 'replace') return change.value;
    const text = Array.isArray(value)
      ? `[${value.map((one) => write(one) ?? 'null').join(',')}]`
      : writeOther(value, change);
    return change?.how === 'wrap' ? `[${text}]` : text;
  };
  const writeOther = (value: unknown, change: Change | undefined): string => {
    if (typeof value !== 'object' || value === null) return JSON.stringify(value);
    const fields = Object.entries(value).flatMap(([key, inner]) => {
      const text = write(inner);
      return text === undefined ? [] : [`${JSON.stringify(key)}:${text}`];
    });
    if (change?.how === 'add')
      fields.push(`${change.value.startsWith('"') ? change.value : '"__proto__"'}:${change.value}`);
    return `{${fields.join(',')}}`;
  };
  return write(base) ?? 'null';
}
