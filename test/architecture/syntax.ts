import { type Module, parseSync } from '@swc/core';
import type { SourceFile } from './sourceFiles.ts';

/** A node of the syntax tree; what it holds beyond its type is looked up by name and never trusted. */
export interface SyntaxNode {
  readonly type: string;
  readonly [field: string]: unknown;
}

export function parseFile({ text }: SourceFile): Module {
  return parseSync(text, { syntax: 'typescript', target: 'es2024' });
}

/** Every node of a file, parents before children. */
export function* nodesOf(root: unknown): Generator<SyntaxNode> {
  if (Array.isArray(root)) {
    for (const item of root) yield* nodesOf(item);
  } else if (isRecord(root)) {
    if (isNode(root)) yield root;
    for (const value of Object.values(root)) yield* nodesOf(value);
  }
}

export function isNode(value: unknown): value is SyntaxNode {
  return isRecord(value) && typeof value.type === 'string';
}

/** `Date.now` for a member expression, `it` for an identifier, and nothing for what has no such plain name. */
export function nameOf(node: unknown): string | undefined {
  if (!isNode(node)) return undefined;
  if (node.type === 'Identifier' && typeof node.value === 'string') return node.value;
  if (node.type !== 'MemberExpression') return undefined;
  const object = nameOf(node.object);
  const property = nameOf(node.property);
  return object === undefined || property === undefined ? undefined : `${object}.${property}`;
}

/** The packages and files that a file imports or re-exports, statically or not, for their types or for their code. */
export function importedNames(file: SourceFile): string[] {
  return [...nodesOf(parseFile(file))].flatMap((node) => {
    if (isNode(node.source) && typeof node.source.value === 'string') return [node.source.value];
    if (node.type !== 'CallExpression' || !isNode(node.callee) || node.callee.type !== 'Import') return [];
    return [...nodesOf(node.arguments)].flatMap(({ type, value }) => (type === 'StringLiteral' ? [String(value)] : []));
  });
}

/** What loading a file loads before its first line runs: imports and re-exports that are not of types alone. */
export function loadedAtOnce(file: SourceFile): string[] {
  return parseFile(file).body.flatMap((node: unknown) => {
    if (!isNode(node) || !isNode(node.source) || node.typeOnly === true) return [];
    return typeof node.source.value === 'string' ? [node.source.value] : [];
  });
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
