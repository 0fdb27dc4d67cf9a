/** What a benchmark found out, and its forms: text for a terminal and Markdown for `bench/results.md`. */
export interface Report {
  readonly benchmark: string;
  readonly tables: readonly Table[];
  readonly claims: readonly Claim[];
}

export interface Table {
  readonly title: string;
  /** How it was measured, and how to read it. */
  readonly note?: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

export type Cell = string | number;

/** Something that EarnPlay promises, held against what was measured in the same run. */
export interface Claim {
  readonly claim: string;
  readonly measured: string;
  readonly holds: boolean;
}

export function asText({ tables, claims }: Report): string {
  const parts = tables.map(({ title, note, columns, rows }) => {
    const lines = aligned([columns, ...rows]);
    return [title, ...(note === undefined ? [] : [note]), '', ...lines].join('\n');
  });
  const verdicts = claims.map(({ claim, measured, holds }) => `${holds ? 'PASS' : 'FAIL'}  ${claim}: ${measured}`);
  return [...parts, verdicts.join('\n')].join('\n\n');
}

export function asMarkdown({ benchmark, tables, claims }: Report): string {
  const parts = tables.map(({ title, note, columns, rows }) => {
    const lines = [columns, columns.map((_, at) => (isNumeric(rows, at) ? '--:' : '---')), ...rows].map(markdownRow);
    return [`### ${title}`, ...(note === undefined ? [] : [note]), lines.join('\n')].join('\n\n');
  });
  const verdicts = claims.map(({ claim, measured, holds }) => `- **${holds ? 'PASS' : 'FAIL'}** ${claim}: ${measured}`);
  return [`## ${benchmark}`, ...parts, verdicts.join('\n')].join('\n\n');
}

function markdownRow(cells: readonly Cell[]): string {
  return `| ${cells.map(shown).join(' | ')} |`;
}

function aligned([head = [], ...rows]: readonly (readonly Cell[])[]): string[] {
  const widths = head.map((_, at) => Math.max(...[head, ...rows].map((row) => shown(row[at] ?? '').length)));
  const line = (cells: readonly Cell[]) =>
    cells
      .map((cell, at) => {
        const width = widths[at] ?? 0;
        return isNumeric(rows, at) ? shown(cell).padStart(width) : shown(cell).padEnd(width);
      })
      .join('   ')
      .trimEnd();
  return [line(head), widths.map((width) => '─'.repeat(width)).join('   '), ...rows.map(line)];
}

function isNumeric(rows: readonly (readonly Cell[])[], at: number): boolean {
  return rows.every((row) => typeof row[at] === 'number' || row[at] === '');
}

/** Three digits are all that such a measurement can mean. */
function shown(cell: Cell): string {
  if (typeof cell === 'string' || Number.isInteger(cell)) return String(cell);
  if (Math.abs(cell) >= 100) return cell.toFixed(0);
  return Math.abs(cell) >= 10 ? cell.toFixed(1) : cell.toFixed(2);
}
