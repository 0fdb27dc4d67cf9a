import { ACCESS } from './accessTable.ts';
import { functionSources } from './sources.ts';

/** The ways in which the code names a collection; each captures the name. */
const NAMINGS = [
  /\b(?:collection|collectionGroup)\(\s*['"`](\w+)['"`]/g,
  /\b(?:collection|group): ['"`](\w+)['"`]/g,
  // Root collections, in a section's path or a literal document's.
  /\bdefineSection\([^`'"]*=>\s*`(\w+)\//g,
  /\bdoc\(\s*['"`](\w+)\//g,
  // Collections of one player.
  /`users\/\$\{[^}]+\}\/(\w+)/g,
];

/** Collections that the functions name and that the access table has no row for, each with the file that names it. */
export function undecidedCollections(): string[] {
  const decided = new Set(ACCESS.flatMap(({ path }) => path.split('/').filter((_, place) => place % 2 === 0)));
  const found = functionSources().flatMap(({ file, code }) =>
    NAMINGS.flatMap((naming) => [...code.matchAll(naming)].map(([, name = '']) => ({ file, name }))),
  );
  return found.filter(({ name }) => !decided.has(name)).map(({ file, name }) => `${name} (functions/src/${file})`);
}
