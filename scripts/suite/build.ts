/** Builds the functions and puts what the emulator shall load into the suite's own folder. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, symlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import { whileClaimed } from './claim.ts';
import { functionsFolder, repositoryRoot } from './paths.ts';
import { SuiteError } from './suiteError.ts';

const WAIT_MS = 3 * 60 * 1000;

export type FunctionsOptions = {
  /** Where the functions' package is. */
  readonly source: string;
  readonly build: boolean;
  /** Reload on every build, for development; otherwise the suite works on a copy that no later build disturbs. */
  readonly live: boolean;
};

/** Fills `target`; suites that start at the same time take turns, since they build into the same folder. */
export async function prepareFunctions(
  options: FunctionsOptions,
  target: string,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  await whileClaimed(claimOf(options.source), WAIT_MS, async () => {
    if (options.build) await runBuild(env);
    if (options.live) symlinkSync(options.source, target);
    else copyFunctions(options.source, target);
  });
}

/** Builds the checkout's functions once more, in turn with suites that start at the same time. */
export function buildFunctions(env: NodeJS.ProcessEnv): Promise<void> {
  return whileClaimed(claimOf(functionsFolder), WAIT_MS, () => runBuild(env));
}

function claimOf(source: string): string {
  return `build-${createHash('sha256').update(source).digest('hex').slice(0, 12)}`;
}

function copyFunctions(source: string, target: string): void {
  const left = new Set(['node_modules', 'src']);
  cpSync(source, target, { recursive: true, filter: (path) => path === source || !left.has(basename(path)) });
  const modules = join(source, 'node_modules');
  if (!existsSync(modules)) throw new SuiteError(`The functions' packages are missing: run npm install (${modules}).`);
  symlinkSync(modules, join(target, 'node_modules'));
}

function runBuild(env: NodeJS.ProcessEnv): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn('npm', ['run', '--silent', 'build'], { cwd: repositoryRoot, env, stdio: ['ignore', 2, 2] });
    child.once('error', reject);
    child.once('exit', (code) => {
      if (code === 0) resolve();
      else reject(new SuiteError('The functions could not be built (npm run build), see above.'));
    });
  });
}
