import type { z } from 'zod';

/** What newer code may have stored is a few fields, and their schemas are a few levels deep. */
const MAX_ROUNDS = 8;

/**
 * Reads what other code may have stored: fields that the schema does not know are left out, at any depth, and what is
 * missing takes its default. A value that is itself not what the schema takes is still refused.
 */
export function parseTolerantly<Schema extends z.ZodType>(
  schema: Schema,
  stored: unknown,
): z.ZodSafeParseResult<z.output<Schema>> {
  let parsed = schema.safeParse(stored);
  if (parsed.success) return parsed;
  const known: unknown = structuredClone(stored);
  for (let round = 0; round < MAX_ROUNDS && !parsed.success; round += 1) {
    const unknown = parsed.error.issues.flatMap((issue) => unknownFields(issue));
    if (unknown.length === 0) return parsed;
    for (const path of unknown) omit(known, path);
    parsed = schema.safeParse(known);
  }
  return parsed;
}

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** Paths of the fields that an issue calls unknown; of a union, by the shapes that find nothing else wrong. */
function unknownFields(issue: Issue, outer: Path = []): Path[] {
  const path = [...outer, ...issue.path];
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => [...path, key]);
  if (issue.code !== 'invalid_union') return [];
  const fitting = issue.errors.find((branch) => branch.every(({ code }) => code === 'unrecognized_keys'));
  return (fitting ?? []).flatMap((inner) => unknownFields(inner, path));
}

function omit(value: unknown, path: Path): void {
  const holder = path
    .slice(0, -1)
    .reduce<unknown>((at, key) => (isObject(at) ? Reflect.get(at, key) : undefined), value);
  const field = path.at(-1);
  if (isObject(holder) && field !== undefined) Reflect.deleteProperty(holder, field);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
