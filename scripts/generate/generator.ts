/** Makes committed files from the code, so that a change of what others rely on is seen as a diff of its own. */
export interface Generator {
  /** What it makes, for the one line that the command prints. */
  readonly name: string;
  /** The files' texts by their paths relative to the repository. */
  readonly generate: () => Promise<ReadonlyMap<string, string>>;
}

export type JsonObject = Readonly<Record<string, unknown>>;

/** JSON that does not depend on the order in which the code happened to build an object. */
export function stableJson(value: unknown): string {
  return `${JSON.stringify(sorted(value), null, 2)}\n`;
}

/** The same in one line, to compare by. */
export function stableText(value: unknown): string {
  return JSON.stringify(sorted(value));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(entries.map(([key, member]) => [key, sorted(member)]));
}
