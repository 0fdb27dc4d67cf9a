import assert from 'node:assert/strict';
import { FORGETTING } from '../model/doors/forgetting.ts';
import { DOORS } from '../model/doors/openDoors.ts';
import { type SourceFile, sourceFiles } from './sourceFiles.ts';

/** Variables of a module that may be another value later: what one simulated world could leave to the next. */
const KEPT = /^(?:export )?(?:let (\w+)|const (\w+)(?:: [^=]+)? = (?:new (?:Map|Set)(?:<.*>)?\(\)|\[\]|\{\});)/gm;
const SOURCE = 'functions/src/';

function keptIn({ text }: SourceFile): string[] {
  return [...text.matchAll(KEPT)].map(([, variable, container]) => variable ?? container ?? '');
}

describe('a process that plays many worlds', () => {
  it('forgets between two of them whatever a module keeps', () => {
    const files = sourceFiles('functions/src').map(({ path, text }) => ({ path: path.slice(SOURCE.length), text }));
    const missing = files
      .filter(({ path }) => DOORS[path] === undefined)
      .flatMap((file) => keptIn(file).map((name) => ({ path: file.path, name })))
      .filter(({ path, name }) => !new RegExp(`\\b${name}\\b`).test(FORGETTING[path] ?? ''));
    assert.deepEqual(missing, [], 'test/model/doors/forgetting.ts says how each becomes as it was');
  });

  it('would be caught where it did not', () => {
    const kept = [
      'let a = 1;',
      'export let a: X | undefined;',
      'const a = new Map<string, X>();',
      'const a: X[] = [];',
    ];
    for (const text of kept) assert.deepEqual(keptIn({ path: 'a.ts', text }), ['a'], text);
    const fixed = ['const a = new Set([1]);', '  let a = 1;', 'const a = 5;'];
    for (const text of fixed) assert.deepEqual(keptIn({ path: 'a.ts', text }), [], text);
  });
});
