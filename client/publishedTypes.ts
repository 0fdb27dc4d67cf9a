import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

/** What a game has beside the package, or what comes with Node. */
const OUTSIDE = /^(firebase\/|node:|react$)/;
const IMPORTED = /\bfrom '([^']+)'|\bimport\('([^']+)'\)/g;

/**
 * The declarations that the entries lead to, by their paths beside the built entries. They name nothing that a game does not
 * have: of the server only plain types may be reached, never its schemas or SDKs. Throws where one leads elsewhere.
 */
export function publishedTypes(declared: string, entries: Readonly<Record<string, string>>): Map<string, string> {
  const files = new Map<string, string>();
  const waiting: string[] = [];
  for (const [name, source] of Object.entries(entries)) {
    const target = `client/src/${source.replace(/\.ts$/, '')}`;
    files.set(`${name}.d.ts`, `export * from './types/${target}.js';\n`);
    waiting.push(`${target}.d.ts`);
  }
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (files.has(`types/${file}`)) continue;
    // Declarations keep the extension of the source; what is installed has none such.
    const text = readFileSync(join(declared, file), 'utf8').replaceAll(/(['"]\.[^'"]*)\.ts(['"])/g, '$1.js$2');
    files.set(`types/${file}`, text);
    for (const [, from, imported] of text.matchAll(IMPORTED)) {
      const name = from ?? imported ?? '';
      if (name.startsWith('.')) waiting.push(posix.join(posix.dirname(file), name.replace(/\.js$/, '.d.ts')));
      else if (!OUTSIDE.test(name)) throw new Error(`the types of the package lead to ${name}, by ${file}`);
    }
  }
  return files;
}
