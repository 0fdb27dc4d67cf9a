/**
 * The part of Cloud Logging's query language that our metrics are written in: comparisons for equality, with one text or
 * with `("a" OR "b")`, joined by AND. Whatever else somebody writes is refused, because nobody has tested it.
 */
type Test = (entry: CloudEntry) => boolean;

/** A line of an instance as Cloud Logging keeps it: severity and time leave the payload, all else stays there. */
export interface CloudEntry {
  readonly severity: string;
  readonly jsonPayload: Readonly<Record<string, unknown>>;
}

export function cloudEntry(line: Readonly<Record<string, unknown>>): CloudEntry {
  const { severity, time: _time, ...jsonPayload } = line;
  return { severity: String(severity ?? 'DEFAULT'), jsonPayload };
}

const COMPARISON = /^(severity|jsonPayload\.[A-Za-z]\w*)=(.+)$/;
const TEXT = /^"([^"\\]*)"$/;

export function logFilter(filter: string): Test {
  const tests = filter.split(' AND ').map(comparison);
  return (entry) => tests.every((test) => test(entry));
}

function comparison(term: string): Test {
  const [, field = '', right = ''] = COMPARISON.exec(term) ?? refused(term);
  const wanted = alternatives(right);
  return (entry) => wanted.includes(fieldOf(entry, field));
}

function alternatives(right: string): readonly unknown[] {
  const inner = /^\((.+)\)$/.exec(right)?.[1] ?? right;
  const several = inner === right ? [inner] : inner.split(' OR ');
  return several.map((one) => (TEXT.exec(one) ?? refused(one))[1]);
}

function refused(part: string): never {
  throw new Error(`not a filter that is understood here: ${part}`);
}

export function fieldOf({ severity, jsonPayload }: CloudEntry, field: string): unknown {
  return field === 'severity' ? severity : jsonPayload[field.slice('jsonPayload.'.length)];
}

/** The value that `EXTRACT(jsonPayload.field)` takes out of an entry. */
export function extracted(entry: CloudEntry, extractor: string): unknown {
  const [, field = ''] = /^EXTRACT\((jsonPayload\.\w+)\)$/.exec(extractor) ?? refused(extractor);
  return fieldOf(entry, field);
}
