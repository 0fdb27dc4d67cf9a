import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../scripts/suite/paths.ts';

export interface SourceFile {
  /** Relative to the repository, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

/** The folders of our own code, as far as they exist. */
export const CODE_FOLDERS = ['functions/src', 'client', 'web', 'test', 'scripts', 'bench'] as const;

const CODE = /\.(ts|tsx|js|mjs|cjs)$/;
const NOT_OURS = /(^|\/)(node_modules|dist|lib|build)\//;

export function existingFolders(...folders: readonly string[]): string[] {
  return folders.filter((folder) => existsSync(join(repositoryRoot, folder)));
}

/** Every code file below the folders, committed or not yet. */
export function sourceFiles(...folders: readonly string[]): SourceFile[] {
  return pathsBelow(...folders)
    .filter((path) => CODE.test(path))
    .map((path) => ({ path, text: readFileSync(join(repositoryRoot, path), 'utf8') }));
}

/** Every file and folder below the folders, in order. */
export function pathsBelow(...folders: readonly string[]): string[] {
  return existingFolders(...folders).flatMap((folder) =>
    readdirSync(join(repositoryRoot, folder), { recursive: true, encoding: 'utf8' })
      .map((path) => `${folder}/${path.replaceAll('\\', '/')}`)
      .filter((path) => !NOT_OURS.test(path))
      .sort(),
  );
}
