import type { SourceFile } from './sourceFiles.ts';
import { importedNames, isNode, loadedAtOnce, nameOf, nodesOf, parseFile, type SyntaxNode } from './syntax.ts';

/** Reads one file and says what is wrong with it, each finding as `path: what`. */
export type Detector = (file: SourceFile) => string[];

export const MAX_LINES = 300;

const BANNED_NAMES =
  /(^|[/._-])(utils?|helpers?|managers?|commons?|misc)(?=[/._-]|$)|(Utils?|Helpers?|Manager)(?=\.|\/|$)/;
const MOCKING = /^(sinon|jest|vitest|@jest\/|proxyquire|testdouble|ts-mockito|nock|esmock|rewiremock|mock-)/;
/** SDKs that cost every cold start, and the root of the one whose entry points load a part of it each. */
const HEAVY = /^(firebase-admin|ioredis|mailchecker|ibantools|@google-cloud\/[^/]+)(\/|$)|^firebase-functions$/;
const IMPURE_NAMES =
  /^(Date\.now|Math\.random|performance\.now|process|process\..+|crypto|crypto\..+|fetch|setTimeout|setInterval|globalThis)$/;
const SUITES = ['describe', 'it', 'context', 'before', 'beforeEach', 'specify', 'suite', 'test', 'this'];
/** Written so that this file is not found unfinished itself. */
const UNFINISHED = /\b(T[O]DO|F[I]XME|X[X]X)\b/;

export const tooLong: Detector = (file) => {
  const lines = lineCount(file);
  // What is generated is read as what it was made of.
  const isGenerated = file.path.includes('/generated/');
  return lines > MAX_LINES && !isGenerated ? [`${file.path}: ${lines} lines`] : [];
};

export const vagueName: Detector = ({ path }) => (BANNED_NAMES.test(path) ? [`${path}: says not what it does`] : []);

export const unfinished: Detector = ({ path, text }) =>
  text
    .split('\n')
    .flatMap((line, index) => (UNFINISHED.test(line) ? [`${path}: line ${index + 1} is unfinished`] : []));

/** Rules depend on their arguments alone: no clock, no chance, no environment, no network. */
export const impure: Detector = (file) => {
  const found = [...nodesOf(parseFile(file))].flatMap((node) => {
    const name = nameOf(node);
    if (name !== undefined && node.type === 'MemberExpression' && IMPURE_NAMES.test(name)) return [name];
    if (node.type === 'CallExpression' && IMPURE_NAMES.test(nameOf(node.callee) ?? ''))
      return [`${nameOf(node.callee)}()`];
    const clock = node.type === 'NewExpression' && nameOf(node.callee) === 'Date' && isEmpty(node.arguments);
    return clock ? ['new Date()'] : [];
  });
  return [...new Set(found)].map((name) => `${file.path}: ${name}`);
};

export const buildsHttpsError: Detector = (file) =>
  [...nodesOf(parseFile(file))].some((node) => nameOf(node) === 'HttpsError') ? [`${file.path}: HttpsError`] : [];

/** In a file of exports, each export comes from elsewhere; in a file of transport, each is the result of one call. */
export const notOnlyExports: Detector = (file) =>
  notOnly(file, (node) => node.type === 'ExportNamedDeclaration' && isNode(node.source));

export const notOnlyTransport: Detector = (file) =>
  notOnly(
    file,
    (node) => node.type === 'ImportDeclaration' || (node.type === 'ExportDeclaration' && isOneCall(node.declaration)),
  );

export const focusedOrSkipped: Detector = (file) =>
  [...nodesOf(parseFile(file))].flatMap((node) => {
    if (node.type !== 'CallExpression') return [];
    const name = calledName(node.callee) ?? '';
    const [suite = '', ...marks] = name.split('.');
    const marked = SUITES.includes(suite) && marks.some((mark) => mark === 'only' || mark === 'skip');
    return marked || /^(xit|xdescribe|fit|fdescribe)$/.test(name) ? [`${file.path}: ${name}`] : [];
  });

export const mocking: Detector = (file) =>
  importedNames(file).flatMap((name) => (MOCKING.test(name) ? [`${file.path}: ${name}`] : []));

export const heavyAtOnce: Detector = (file) =>
  loadedAtOnce(file).flatMap((name) => (HEAVY.test(name) ? [`${file.path}: ${name}`] : []));

/** Assertions overrule the compiler; `as const` only narrows. */
export const typeAssertion: Detector = (file) => {
  const found = [...nodesOf(parseFile(file))].filter(({ type }) =>
    ['TsAsExpression', 'TsTypeAssertion', 'TsNonNullExpression'].includes(type),
  );
  return found.map(({ type }) => `${file.path}: ${type}`);
};

export function lineCount({ text }: SourceFile): number {
  return text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
}

function notOnly(file: SourceFile, allowed: (node: SyntaxNode) => boolean): string[] {
  const statements: readonly unknown[] = parseFile(file).body;
  return statements.flatMap((node) => (isNode(node) && !allowed(node) ? [`${file.path}: ${node.type}`] : []));
}

function isOneCall(declaration: unknown): boolean {
  if (!isNode(declaration) || declaration.type !== 'VariableDeclaration') return false;
  const [only, ...more] = Array.isArray(declaration.declarations) ? declaration.declarations : [];
  return more.length === 0 && isNode(only?.init) && only.init.type === 'CallExpression';
}

/** `this.skip` too, which has no identifier at its root. */
function calledName(callee: unknown): string | undefined {
  if (!isNode(callee) || callee.type !== 'MemberExpression') return nameOf(callee);
  const ofThis = isNode(callee.object) && callee.object.type === 'ThisExpression';
  return ofThis ? `this.${nameOf(callee.property)}` : nameOf(callee);
}

function isEmpty(list: unknown): boolean {
  return !Array.isArray(list) || list.length === 0;
}
