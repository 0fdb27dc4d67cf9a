import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../suite/paths.ts';
import { readDotenv } from './firebaseCli.ts';
import type { Dotenv } from './rehearsal.ts';

/** `functions/.env` and every project's; `.env.local` is the emulators' own, and never deployed. */
export function readDotenvs(): Dotenv[] {
  const folder = join(repositoryRoot, 'functions');
  const files = globSync('.env*', { cwd: folder }).filter((file) => file !== '.env.local');
  return files.sort().map((file) => readDotenv(`functions/${file}`, readFileSync(join(folder, file), 'utf8')));
}

/** What a deployment to the project would have: the file of all, overridden by its own. */
export function settingsOf(dotenvs: readonly Dotenv[], project: string | undefined): Record<string, string> {
  const applied = ['functions/.env', ...(project === undefined ? [] : [`functions/.env.${project}`])];
  return Object.assign({}, ...dotenvs.filter(({ file }) => applied.includes(file)).map(({ values }) => values));
}
