import assert from 'node:assert/strict';
import { CALLERS, DOCUMENT_IDS, type RegisteredQueries } from '../../functions/src/platform/manifest/stored.ts';
import { DECLARED, OVERRIDES, overrideOf } from './indexFile.ts';
import { QUERIES } from './queries.ts';
import { asksOf, fieldsOf } from './queryScan.ts';
import { functionSources } from './sources.ts';

const AUTOMATIC = /^automatic (\w+)\.([\w.]+)$/;

describe('firestore.indexes.json', () => {
  const sources = functionSources();
  const rows = new Map(QUERIES.map((row) => [row.file, row]));

  it('serves every query of the functions: each is registered as it is written', () => {
    const wrong = sources.flatMap(({ file, code }) => {
      const asks = asksOf(code);
      const registered = rows.get(file)?.asks ?? '';
      return asks === registered ? [] : [remedy(file, asks, registered)];
    });
    assert.equal(wrong.length, 0, wrong.join('\n'));
  });

  it('is registered for files that are there', () => {
    const files = new Set(sources.map(({ file }) => file));
    const gone = QUERIES.filter(({ file }) => !files.has(file)).map(({ file }) => file);
    assert.deepEqual(gone, [], 'these files are gone: remove their rows from their domain’s data.ts');
  });

  for (const row of QUERIES) {
    it(`has what functions/src/${row.file} needs`, () => {
      for (const index of row.servedBy) assert.ok(isThere(index), `no "${index}" in firestore.indexes.json`);
      if (row.servedBy.includes(CALLERS)) assert.deepEqual(fieldsOf(row.asks), new Set(), 'it names fields itself');
      else assert.deepEqual(fieldsServed(row), fieldsOf(row.asks), 'its indexes are of other fields than it asks for');
    });
  }

  it('declares no index that no query uses, because each costs every write', () => {
    const used = new Set(QUERIES.flatMap(({ servedBy }) => servedBy));
    const idle = DECLARED.filter((index) => !used.has(index));
    assert.deepEqual(idle, []);
  });

  it('says what it exempts by names that the code has', () => {
    const code = sources.map((source) => source.code).join('\n');
    const unknown = OVERRIDES.filter(({ fieldPath }) => !new RegExp(`\\b${fieldPath.split('.').at(-1)}:`).test(code));
    assert.deepEqual(unknown, []);
  });

  it('exempts every packed field, whose bytes nobody searches', () => {
    const exempt = new Set(OVERRIDES.filter(({ indexes }) => indexes.length === 0).map(({ fieldPath }) => fieldPath));
    const packed = sources.flatMap(({ code }) => [...code.matchAll(/(\w+): storedBytes/g)]);
    const searched = packed.map(([, field = '']) => field).filter((field) => !exempt.has(field));
    assert.deepEqual(searched, [], 'give these an entry with no indexes under fieldOverrides');
  });

  it('lets idempotency records expire by themselves', () => {
    assert.equal(overrideOf('idempotency', 'expireAt')?.ttl, true);
  });
});

describe('the search for queries', () => {
  it('reads fields and operators over several lines, and leaves the values out', () => {
    const code = `
      database.collectionGroup( 'holds' )
        .where('status', '==', pick(['held', 'x'], 1))
        .orderBy('expiresAt', 'desc').limit(3);`;
    assert.equal(asksOf(code), "collectionGroup('holds') where('status', '==') orderBy('expiresAt', 'desc')");
  });

  it('reads what a module hands to the reader, and only if it imports it', () => {
    const call = `readDue({ group: 'holds', where: ['status', 'held'], dueField: 'expiresAt', limit })`;
    const imported = `import { readDue } from '../platform/storage/reader.ts';\n${call}`;
    assert.equal(asksOf(imported), "readDue group: 'holds' where: ['status'] dueField: 'expiresAt'");
    assert.equal(asksOf(call), '');
  });
});

function isThere(index: string): boolean {
  if (index === DOCUMENT_IDS || index === CALLERS || DECLARED.includes(index)) return true;
  const [, collection, field] = AUTOMATIC.exec(index) ?? [];
  if (collection === undefined || field === undefined) return false;
  const override = overrideOf(collection, field);
  return override === undefined || override.indexes.some(({ queryScope }) => queryScope === 'COLLECTION');
}

function fieldsServed({ servedBy }: RegisteredQueries): Set<string> {
  const indexes = servedBy.filter((index) => index !== DOCUMENT_IDS);
  const fields = indexes.flatMap(
    (index) => AUTOMATIC.exec(index)?.[2] ?? index.slice(index.indexOf(': ') + 2).split(', '),
  );
  return new Set(fields.map((field) => field.replace(' descending', '')));
}

function remedy(file: string, asks: string, registered: string): string {
  return [
    `functions/src/${file} asks what its domain does not declare.`,
    `  it asks:    ${asks || '(nothing)'}`,
    `  registered: ${registered || '(nothing)'}`,
    '  Production refuses a query without its index, and the emulator does not tell. So:',
    '  1. declare the index under `collections` of the domain’s data.ts, unless it is one field within one collection;',
    `  2. put the row { file: '${file}', asks: the line above, servedBy: [the index] } under its queries;`,
    '  3. npm run generate.',
  ].join('\n');
}
