/** `npm run bench [-- <benchmark>…] [--json] [--write-results]`: measures, prints tables, and fails where a claim does. */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Benchmark, benchmarks } from './benchmarks.ts';
import { isInsideSuite, runInsideSuite } from './insideSuite.ts';
import { asText, type Report } from './report.ts';
import { resultsFile, resultsMarkdown } from './results.ts';
import { versions } from './versions.ts';

// Else the Google SDKs look for a cloud machine's metadata server, in vain, and say so.
process.env.METADATA_SERVER_DETECTION ??= 'none';

const args = process.argv.slice(2);
process.exit(await run());

async function run(): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { json: { type: 'boolean' }, 'write-results': { type: 'boolean' }, help: { type: 'boolean' } },
  });
  const unknown = positionals.filter((name) => benchmarks.every((one) => one.name !== name));
  if (values.help || unknown.length > 0) return usage(unknown);
  const chosen = benchmarks.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
  if (values['write-results'] && chosen.length < benchmarks.length) {
    console.error('--write-results records all benchmarks: leave their names out.');
    return 2;
  }
  if (chosen.some(({ needsSuite }) => needsSuite) && !isInsideSuite(process.env)) return runInsideSuite(args);
  const reports = await withoutOutput(() => measure(chosen));
  const document = { measuredAt: new Date().toISOString(), versions: versions(), reports };
  console.log(values.json ? JSON.stringify(document, null, 2) : reports.map(asText).join('\n\n'));
  if (values['write-results']) writeFileSync(resultsFile, resultsMarkdown(document));
  return reports.every(({ claims }) => claims.every(({ holds }) => holds)) ? 0 : 1;
}

async function measure(chosen: readonly Benchmark[]): Promise<Report[]> {
  const reports: Report[] = [];
  for (const benchmark of chosen) {
    reports.push(await benchmark.run((line) => console.error(`${benchmark.name}: ${line}`)));
  }
  return reports;
}

/** The functions under measurement log to the standard output, which belongs to the results. */
async function withoutOutput<T>(work: () => Promise<T>): Promise<T> {
  const { write } = process.stdout;
  process.stdout.write = () => true;
  try {
    return await work();
  } finally {
    process.stdout.write = write;
  }
}

function usage(unknown: readonly string[]): number {
  for (const name of unknown) console.error(`There is no benchmark "${name}".`);
  console.error('Usage: npm run bench [-- <benchmark>…] [--json] [--write-results]');
  for (const { name, summary } of benchmarks) console.error(`  ${name.padEnd(12)} ${summary}`);
  return unknown.length > 0 ? 2 : 0;
}
