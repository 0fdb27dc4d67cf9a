import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../scripts/suite/paths.ts';

/**
 * Adds the made-up domain to a copy of `functions/src` in the way in which somebody adds a real one: its folder, and one
 * line in `domains.ts`. With a number all its names carry that number, so that it can be added many times.
 */
const TEMPLATE = join(repositoryRoot, 'functions', 'madeUp', 'greetings');
const NAMES = /(reeting|Greeter|Hello|heard)/g;

export function addMadeUpDomain(source: string, number?: number): void {
  const renamed = (text: string) => (number === undefined ? text : text.replaceAll(NAMES, `$1${number}`));
  const domain = renamed('greetings');
  mkdirSync(join(source, domain));
  for (const file of readdirSync(TEMPLATE)) {
    const text = readFileSync(join(TEMPLATE, file), 'utf8').replaceAll("'../../src/", "'../");
    writeFileSync(join(source, domain, renamed(file)), renamed(text));
  }
  const list = join(source, 'domains.ts');
  const [head = '', ...lines] = readFileSync(list, 'utf8').trimEnd().split('\n');
  const added = [...lines, `export { ${domain} } from './${domain}/domain.ts';`].sort();
  writeFileSync(list, `${[head, ...added].join('\n')}\n`);
}

/** Bytes of a folder's code. */
export function codeBytes(source: string): number {
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  return files.reduce((sum, file) => sum + statSync(join(source, file)).size, 0);
}
