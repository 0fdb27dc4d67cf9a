import { join } from 'node:path';
import { asMarkdown, type Report } from './report.ts';

export interface Results {
  readonly measuredAt: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly reports: readonly Report[];
}

export const resultsFile = join(import.meta.dirname, 'results.md');

/** One measured run, as it is committed. */
export function resultsMarkdown({ measuredAt, versions, reports }: Results): string {
  const tools = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  const head = [
    '# What it costs, measured',
    `One run of \`npm run bench -- --write-results\` on ${measuredAt.slice(0, 10)} (${tools.join(', ')}).`,
    'Times are those of the emulators on one machine: read the ratios within a table, which were measured in turns in the same run, and the documents, which are exact and are what Firestore bills.',
  ];
  return `${[...head, ...reports.map(asMarkdown)].join('\n\n')}\n`;
}
