import { emulatorHost, PROJECT_ID } from './rulesEnvironment.ts';

/**
 * Reads the emulator's own account of which expressions of the rules were evaluated, and to what. An expression counts
 * as tried when it had a value; a condition must have been true and false, or a constant could take its place unnoticed.
 */
export interface Coverage {
  readonly tried: number;
  readonly total: number;
  /** One sentence for each expression that falls short, with its line. */
  readonly gaps: readonly string[];
}

interface Expression {
  readonly sourcePosition: { readonly line: number; readonly currentOffset: number; readonly endOffset: number };
  /** An empty `value` stands for an expression that was skipped, since the one before it had decided. */
  readonly values?: readonly { readonly value: { readonly boolValue?: boolean } }[];
  readonly children?: readonly Expression[];
}

interface Report {
  readonly rules: { readonly files: readonly [{ readonly content: string }] };
  readonly report: readonly Expression[];
}

export async function measureCoverage(): Promise<Coverage> {
  const response = await fetch(`http://${emulatorHost()}/emulator/v1/projects/${PROJECT_ID}:ruleCoverage`);
  if (!response.ok) throw new Error(`the emulator has no rule coverage: ${response.status} ${await response.text()}`);
  // The emulator's answer is trusted: this is a test's tool, and a changed format shows as a failing test.
  const { rules, report } = (await response.json()) as Report;
  const source = rules.files[0].content;
  const expressions = report.flatMap(withDescendants);
  const gaps = expressions.flatMap((expression) => shortfall(expression, source) ?? []);
  return { tried: expressions.length - gaps.length, total: expressions.length, gaps };
}

function withDescendants(expression: Expression): Expression[] {
  return [expression, ...(expression.children ?? []).flatMap(withDescendants)];
}

function shortfall({ sourcePosition, values = [] }: Expression, source: string): string | undefined {
  const { line, currentOffset, endOffset } = sourcePosition;
  const where = `firestore.rules:${line} \`${source.slice(currentOffset, endOffset + 1)}\``;
  const had = values.map(({ value }) => value).filter((value) => Object.keys(value).length > 0);
  if (had.length === 0) return `${where} was never evaluated`;
  const outcomes = new Set(had.flatMap(({ boolValue }) => boolValue ?? []));
  return outcomes.size === 1 ? `${where} was only ever ${[...outcomes].join()}` : undefined;
}
