/** `firestore.rules`, as far as it can be read without Firestore: its words, its blocks, and what its conditions call. */
export interface RulesFile {
  readonly text: string;
}

/** Functions that the rules language brings along and that stand by themselves. */
const BUILT_IN = ['get', 'exists', 'getAfter', 'existsAfter', 'path', 'int', 'float', 'string', 'bool', 'debug'];
const METHODS = ['read', 'get', 'list', 'write', 'create', 'update', 'delete'];
const FORMS: Readonly<Record<string, RegExp>> = {
  rules_version: /^rules_version\s*=\s*'[12]'\s*;$/,
  service: /^service\s+[\w.]+\s*\{$/,
  match: /^match\s+(?:\/(?:[\w-]+|<\w+(?:=\*\*)?>))+\s*\{$/,
  function: /^function\s+\w+\s*\([\w\s,]*\)\s*\{$/,
  return: /^return\s+\S[\s\S]*;$/,
  let: /^let\s+\w+\s*=\s*\S[\s\S]*;$/,
};
const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/** What is wrong with the text, each with the line on which it is. */
export function syntaxProblems({ text }: RulesFile): string[] {
  const code = withoutComments(text);
  return [...header(code), ...brackets(code), ...statements(code), ...calls(code)];
}

/** Comments and strings become blanks, but for the version, so that every other character stays on its line. */
function withoutComments(text: string): string {
  return text.replace(/\/\/[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/g, (found) => {
    if (/^'\d'$/.test(found)) return found;
    return found.replaceAll(/[^\n]/g, /^['"]/.test(found) ? '_' : ' ');
  });
}

function header(code: string): string[] {
  const starts = /^\s*rules_version\s*=\s*'2'\s*;/.test(code);
  const services = [...code.matchAll(/\bservice\s+([\w.]+)/g)].map(([, name]) => name);
  return [
    ...(starts ? [] : ["line 1: the file does not begin with rules_version = '2';"]),
    ...(services.length === 1 && services[0] === 'cloud.firestore'
      ? []
      : [`line 1: there is not exactly one service, cloud.firestore, but ${services.join(', ') || 'none'}`]),
  ];
}

function brackets(code: string): string[] {
  const open: { readonly closing: string; readonly line: number }[] = [];
  for (const { 0: bracket, index } of code.matchAll(/[()[\]{}]/g)) {
    const line = lineOf(code, index);
    const closing = CLOSING[bracket];
    if (closing !== undefined) {
      open.push({ closing, line });
      continue;
    }
    const last = open.pop();
    if (last?.closing !== bracket) return [`line ${line}: "${bracket}" closes nothing that is open`];
  }
  return open.slice(0, 1).map(({ closing, line }) => `line ${line}: what is opened here lacks its "${closing}"`);
}

/**
 * Each statement begins with a word of the language, and has the form that the word asks for. Braces of a path's variables
 * are turned into other signs first, so that those that are left open and close blocks. (Map literals, which no condition of
 * ours needs, would be taken for blocks.)
 */
function statements(code: string): string[] {
  const plain = code.replace(/\/\{(\w+(?:=\*\*)?)\}/g, '/<$1>');
  let line = 1;
  return plain.split(/(?<=[;{}])/).flatMap((segment) => {
    const startedOn = line + linesIn(segment.slice(0, segment.search(/\S|$/)));
    line += linesIn(segment);
    const statement = segment.trim();
    const wrong = statement === '}' || statement === '' ? undefined : statementProblem(statement);
    return wrong === undefined ? [] : [`line ${startedOn}: ${wrong}`];
  });
}

function statementProblem(statement: string): string | undefined {
  const [word = ''] = /^\w*/.exec(statement) ?? [];
  const form = FORMS[word];
  if (word === 'allow') return allowProblem(statement);
  if (form === undefined) return `"${word || statement}" begins no statement of the language`;
  return form.test(statement) ? undefined : `this is no ${word}: ${statement.split('\n')[0]}`;
}

function allowProblem(statement: string): string | undefined {
  const [, methods = '', rest = ''] = /^allow\s+([\w\s,]+?)\s*([:;][\s\S]*)$/.exec(statement) ?? [];
  const unknown = methods.split(',').filter((method) => !METHODS.includes(method.trim()));
  if (unknown.length > 0) return `allow takes no "${unknown.join(',').trim()}"`;
  if (rest === ';' || /^:\s*if\s+\S[\s\S]*;$/.test(rest)) return undefined;
  return `an allow is ": if <condition>;", not "${rest.split('\n')[0]}"`;
}

/** A condition that calls a function which nobody defines denies in silence. */
function calls(code: string): string[] {
  const defined = new Set([...code.matchAll(/\bfunction\s+(\w+)/g)].map(([, name]) => name));
  return [...code.matchAll(/(?<![.\w$]|\bfunction\s+)([A-Za-z_]\w*)\s*\(/g)].flatMap(({ 1: name = '', index }) =>
    defined.has(name) || BUILT_IN.includes(name) || name === 'if' || name === 'in'
      ? []
      : [`line ${lineOf(code, index)}: ${name}() is defined nowhere`],
  );
}

function lineOf(text: string, index: number): number {
  return 1 + linesIn(text.slice(0, index));
}

function linesIn(text: string): number {
  return text.split('\n').length - 1;
}
