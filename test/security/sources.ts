import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Source {
  /** Below `functions/src`, with forward slashes. */
  readonly file: string;
  /** Without comments: an example in a comment neither names a collection nor asks a query. */
  readonly code: string;
}

const FOLDER = fileURLToPath(new URL('../../functions/src', import.meta.url));

/** Every module of the functions, for the tests that hold what is deployed beside them to what the code says. */
export function functionSources(): Source[] {
  return readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .sort()
    .map((file) => ({
      file: file.replaceAll('\\', '/'),
      code: withoutComments(readFileSync(join(FOLDER, file), 'utf8')),
    }));
}

/** Line comments are cut only where a line begins with them, because a URL in a string holds `//` too. */
function withoutComments(code: string): string {
  return code.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
}
