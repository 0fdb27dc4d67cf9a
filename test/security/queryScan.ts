/**
 * Reads from source text what is asked of Firestore: the SDK's `where('field', '==')`, `orderBy(…)` and
 * `collectionGroup(…)`, without the values; and of modules that query through `platform/storage/reader.ts`, the reader that they
 * call and the fields that they hand it. Text is enough, because a table of the same text is what it is compared with.
 */
const SDK = /\.(where|orderBy|collectionGroup|findNearest)\(/;
const READERS = /(?<!function )\b(readPage|readCandidates|readAll|readDue|readLatest|sweep)\(|\.(documents|newest)\(/;
const READER_FIELDS = /\b(where)(?::| =) \[([^\],]+)|\b(group|dueField|by): ('[^']*')/;
const IMPORTS_READER = /from '[./]*\/(?:platform\/storage\/|storage\/)?(?:reader|sweep)\.ts'/;

/** How many arguments say what is asked rather than which value is looked for. */
const ARGUMENTS: Readonly<Record<string, number>> = { where: 2, orderBy: 2, collectionGroup: 1, findNearest: 1 };

export function asksOf(code: string): string {
  const patterns = IMPORTS_READER.test(code) ? [SDK, READERS, READER_FIELDS] : [SDK];
  const sites = new RegExp(patterns.map((pattern) => pattern.source).join('|'), 'g');
  return [...code.matchAll(sites)].map((site) => asked(site, code)).join(' ');
}

function asked(site: RegExpMatchArray, code: string): string {
  const [text, sdk, reader, snapshotReader, where, whereField, property, value] = site;
  if (sdk !== undefined) {
    const spoken = argumentsFrom(code, (site.index ?? 0) + text.length).slice(0, ARGUMENTS[sdk]);
    return `${sdk}(${spoken.join(', ')})`;
  }
  if (where !== undefined) return `where: [${whereField}]`;
  return reader ?? snapshotReader ?? `${property}: ${value}`;
}

/** The arguments of a call whose opening parenthesis ends just before `start`; commas inside brackets part nothing. */
function argumentsFrom(code: string, start: number): string[] {
  const found = [''];
  let depth = 0;
  for (const character of code.slice(start)) {
    if (')]}'.includes(character)) depth -= 1;
    if (depth < 0) break;
    if ('([{'.includes(character)) depth += 1;
    if (character === ',' && depth === 0) found.push('');
    else found[found.length - 1] += character;
  }
  return found.map((argument) => argument.replace(/\s+/g, ' ').trim()).filter((argument) => argument !== '');
}

/** The fields that an ask names as literals. */
export function fieldsOf(asks: string): Set<string> {
  const named = /(?:where\(|orderBy\(|where: \[|dueField: |by: )'([^']+)'/g;
  return new Set([...asks.matchAll(named)].map(([, field = '']) => field));
}
