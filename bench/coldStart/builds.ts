import { cpSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { bundleFunctions } from '../../scripts/bundleFunctions.ts';
import { repositoryRoot } from '../../scripts/suite/paths.ts';
import { addMadeUpDomain, codeBytes } from '../../test/support/madeUpDomain.ts';

/** The builds that are compared, each in a folder of its own, which no other command's build pulls away. */
export interface Build {
  readonly folder: string;
  readonly sourceBytes: number;
  /** How often the made-up domain was added. */
  readonly added: number;
}

const FUNCTIONS = join(repositoryRoot, 'functions');
const MOST_COPIES = 200;

/** The functions as they are, or with the made-up domain repeated until there is twice as much code. */
export async function buildHouse(folder: string, doubled: boolean): Promise<Build> {
  const source = join(folder, 'src');
  mkdirSync(folder, { recursive: true });
  cpSync(join(FUNCTIONS, 'src'), source, { recursive: true });
  cpSync(join(FUNCTIONS, 'package.json'), join(folder, 'package.json'));
  symlinkSync(join(FUNCTIONS, 'node_modules'), join(folder, 'node_modules'));
  const before = codeBytes(source);
  let added = 0;
  while (doubled && codeBytes(source) < 2 * before && added < MOST_COPIES) {
    added += 1;
    addMadeUpDomain(source, added);
  }
  await bundleFunctions(join(folder, 'lib'), source);
  return { folder, sourceBytes: codeBytes(source), added };
}
