import assert from 'node:assert/strict';
import * as detect from './detectors.ts';
import { CODE_FOLDERS, pathsBelow, type SourceFile, sourceFiles } from './sourceFiles.ts';

const PURE = /functions\/src\/(kernel\/.+|.*\/?(contract|rules|[^/]*Rules)|wallet\/audit(?!Store)[^/]*)\.ts$/;

interface Guarantee {
  readonly title: string;
  readonly detector: detect.Detector;
  readonly files: () => readonly SourceFile[];
  /** Each is a file that the detector must complain about. */
  readonly bad: readonly SourceFile[];
  readonly good: SourceFile;
}

const sample = (text: string, path = 'sample.ts'): SourceFile => ({ path, text });
const own = () => sourceFiles(...CODE_FOLDERS);
const server = (pattern: RegExp) => () => sourceFiles('functions/src').filter(({ path }) => pattern.test(path));
const everyPath = () => pathsBelow(...CODE_FOLDERS, 'docs').map((path) => ({ path, text: '' }));

const guarantees: readonly Guarantee[] = [
  {
    title: `no file is longer than ${detect.MAX_LINES} lines`,
    detector: detect.tooLong,
    files: own,
    bad: [sample('\n'.repeat(detect.MAX_LINES + 1))],
    good: sample('\n'.repeat(detect.MAX_LINES)),
  },
  {
    title: 'a file or folder is named for what it does',
    detector: detect.vagueName,
    files: everyPath,
    bad: ['src/utils/a.ts', 'src/helpers.ts', 'src/wallet/HoldManager.ts', 'src/common', 'src/dateUtils.ts'].map(
      (path) => sample('', path),
    ),
    good: sample('', 'src/wallet/commonwealth.ts'),
  },
  {
    title: 'nothing is left unfinished',
    detector: detect.unfinished,
    files: own,
    bad: [sample(`// ${'TO'}${'DO'}: later`), sample(`/* ${'FIX'}${'ME'} */`)],
    good: sample('const todo = 1;'),
  },
  {
    title: 'kernel, contracts and rules depend on their arguments alone',
    detector: detect.impure,
    files: server(PURE),
    bad: ['Date.now()', 'Math.random()', 'new Date()', 'process.env.MODE', 'process.env["MODE"]', 'fetch("x")'].map(
      (code) => sample(`export const a = () => ${code};`),
    ),
    good: sample('export const a = (ms: number) => new Date(ms).toISOString(); // not Date.now()'),
  },
  {
    title: 'only platform/transport/refusal.ts builds an HttpsError',
    detector: detect.buildsHttpsError,
    files: server(/(?<!platform\/transport\/refusal)\.ts$/),
    bad: [sample("import { HttpsError } from 'firebase-functions/https'; throw new HttpsError('internal', 'x');")],
    good: sample('export const mapped = httpsErrorOf(entry);'),
  },
  {
    title: 'domains.ts has exports and nothing else, one line a domain',
    detector: detect.notOnlyExports,
    files: server(/src\/domains\.ts$/),
    bad: [sample("import './setup.ts';"), sample('export const a = 1;'), sample('start();')],
    good: sample("export { wallet } from './wallet/domain.ts';"),
  },
  {
    title: 'functions.ts and staff.ts hand over to use cases and decide nothing',
    detector: detect.notOnlyTransport,
    files: server(/\/(functions|staff)\.ts$/),
    bad: [sample('export function post() {}'), sample('const LIMIT = 3;'), sample('export const limit = 3;')],
    good: sample("import { run } from './run.ts';\nexport const post = callable(contract, run);"),
  },
  {
    title: 'a heavy SDK is loaded where it is used, and firebase-functions by its entry points',
    detector: detect.heavyAtOnce,
    files: server(/./),
    bad: [
      "import { Redis } from 'ioredis';",
      // Erased but for the loading itself.
      "import { type App } from 'firebase-admin/app';",
      "export { Timestamp } from '@google-cloud/firestore';",
      "import { https } from 'firebase-functions';",
    ].map((code) => sample(code)),
    good: sample(
      "import type { App } from 'firebase-admin/app'; await import('ioredis'); import { onCall } from 'firebase-functions/https';",
    ),
  },
  {
    title: 'types are asserted in platform/ only',
    detector: detect.typeAssertion,
    files: () => [...server(/src\/(?!platform\/)/)(), ...sourceFiles('client')],
    bad: ['a as string', '<string>a', 'a!', 'a as unknown as string'].map((code) =>
      sample(`export const b = ${code};`),
    ),
    good: sample('export const b = [1, 2] as const satisfies readonly number[];'),
  },
  {
    title: 'every test runs',
    detector: detect.focusedOrSkipped,
    files: () => sourceFiles('test'),
    bad: ['describe.only', 'it.skip', 'xit', 'describe.skip']
      .map((call) => sample(`${call}('a', () => {});`))
      .concat(sample("it('a', function () { this.skip(); });")),
    good: sample("it('a', () => list.only('b'));"),
  },
  {
    title: 'tests run our own code, not a mock of it',
    detector: detect.mocking,
    files: () => sourceFiles('test', 'bench'),
    bad: [sample("import sinon from 'sinon';"), sample("await import('proxyquire');")],
    good: sample("import fc from 'fast-check';"),
  },
];

describe('the code', () => {
  for (const { title, detector, files, bad, good } of guarantees) {
    it(`keeps that ${title}`, () => {
      assert.deepEqual(files().flatMap(detector), []);
    });

    it(`would be caught where it did not keep that ${title}`, () => {
      assert.deepEqual(
        bad.filter((file) => detector(file).length === 0),
        [],
      );
      assert.deepEqual(detector(good), []);
    });

    it(`has files that must keep that ${title}`, () => {
      assert.notEqual(files().length, 0);
    });
  }

  after('tells the sizes of its files', () => {
    const sizes = own()
      .map((file) => ({ path: file.path, lines: detect.lineCount(file) }))
      .sort((left, right) => left.lines - right.lines);
    const longest = sizes.at(-1);
    const median = sizes[Math.floor(sizes.length / 2)]?.lines;
    console.log(`\n  ${sizes.length} code files, median ${median} lines, longest ${longest?.lines} (${longest?.path})`);
  });
});
