/** What `npm run check` does: checks that need nothing, tests that need nothing, and tests that need a suite. */
import { globSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { repositoryRoot } from '../suite/paths.ts';

export type Check = { readonly name: string; readonly command: readonly string[] };

export const checks: readonly Check[] = [
  { name: 'format and lint', command: ['biome', 'ci', '.'] },
  { name: 'types', command: ['tsc', '--noEmit', '-p', 'tsconfig.json'] },
  { name: 'generated files', command: ['node', 'scripts/generate.ts', '--check'] },
];

export type TestPlan = {
  /** Files whose tests need nothing that runs, or start it themselves. */
  readonly pure: readonly string[];
  /** Files whose tests need a suite: emulators, functions and Redis. */
  readonly emulated: readonly string[];
};

const pureFolders = ['test/rules', 'test/architecture', 'test/client/unit', 'test/model'];
const NEEDS_SUITE = 'test/model/real.test.ts';
/** They start suites of their own, or need none. */
const suitesOfTheirOwn = [
  'cloudSdk',
  'manifestJar',
  'ports',
  'processTree',
  'rebuild',
  'rehearseRestore',
  'runSeed',
  'start',
  'withEmulators',
];
const emulatedFolders = ['test/features', 'test/security', 'test/client/browser', 'test/suite'];
const smoke = ['test/features/users/createUser.test.ts', 'test/features/wallet/post.test.ts'];

/** Every file of tests; of the emulated ones only a few that show that the suite works at all, if `quick`. */
export function testPlan(quick: boolean): TestPlan {
  const alone = new Set(suitesOfTheirOwn.map((name) => `test/suite/${name}.test.ts`));
  const pure = filesIn(pureFolders).filter((file) => file !== NEEDS_SUITE);
  if (quick) return { pure, emulated: smoke };
  const emulated = filesIn(emulatedFolders).filter((file) => !alone.has(file));
  return { pure: [...pure, ...alone], emulated: [NEEDS_SUITE, ...emulated] };
}

/** What of a plan is named by these paths, each a file or a folder. */
export function partOf({ pure, emulated }: TestPlan, paths: readonly string[]): TestPlan {
  const below = paths.map((path) => relative(repositoryRoot, resolve(path)));
  const named = (file: string) => below.some((path) => file === path || file.startsWith(`${path}/`));
  return { pure: pure.filter(named), emulated: emulated.filter(named) };
}

/** The paths below the repository's root. */
export function filesIn(folders: readonly string[]): string[] {
  return folders.flatMap((folder) => globSync(join(folder, '**/*.test.ts'), { cwd: repositoryRoot }).sort());
}
