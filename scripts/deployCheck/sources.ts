import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../suite/paths.ts';
import type { Source } from './rehearsal.ts';

const IMPORTED = [
  /^\s*(?:import|export)\s+(?!type\b)[^'";]*?\bfrom\s+'([^']+)'/gm,
  /^\s*import\s+'([^']+)'/gm,
  /\bimport\(\s*'([^']+)'\s*\)/g,
];

/** Everything but types that the sources import from packages, as they write it: `firebase-admin/auth`, `node:crypto`. */
export function importedModules(sources: readonly Source[]): ReadonlySet<string> {
  const found = sources.flatMap(({ text }) =>
    IMPORTED.flatMap((pattern) => [...text.matchAll(pattern)].map(([, module = '']) => module)),
  );
  return new Set(found.filter((module) => !module.startsWith('.')));
}

/** The package of a module: `@google-cloud/pubsub/build` is of `@google-cloud/pubsub`. */
export function packageOf(module: string): string {
  return module
    .split('/')
    .slice(0, module.startsWith('@') ? 2 : 1)
    .join('/');
}

export function mentions(sources: readonly Source[], pattern: RegExp): boolean {
  return sources.some(({ text }) => pattern.test(text));
}

/** The functions' own code, which says what a deployment of it will ask of the project. */
export function readSources(): Source[] {
  const folder = join(repositoryRoot, 'functions', 'src');
  const paths = globSync('**/*.ts', { cwd: folder }).sort();
  return paths.map((path) => ({ path, text: readFileSync(join(folder, path), 'utf8') }));
}
