/** The page that Hosting serves while somebody plays with the suite: it shows what runs and what to try. */
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { repositoryRoot } from './paths.ts';

const source = join(repositoryRoot, 'web', 'start');

export async function buildSite(folder: string): Promise<void> {
  cpSync(source, folder, { recursive: true, filter: (path) => !path.endsWith('.ts') });
  const script = join(folder, 'start.js');
  await build({ entryPoints: [join(source, 'start.ts')], outfile: script, format: 'esm', bundle: true });
}

/** Tells the page of a suite where it is. */
export function describeTo(folder: string, suite: SuiteFacts): void {
  writeFileSync(join(folder, 'suite.json'), JSON.stringify(suite));
}

/** What the page is told; `web/start/start.ts` shows it. */
export type SuiteFacts = {
  readonly functions: number;
  readonly log: string;
  readonly addresses: Readonly<Record<string, string>>;
};
