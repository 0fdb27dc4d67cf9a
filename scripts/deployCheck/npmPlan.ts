import { execFile } from 'node:child_process';
import { copyFileSync, globSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Lets npm plan the installation that Cloud Build does, from the two files alone and without asking a registry. Answers what
 * it stops at: a lockfile that is not what package.json asks for.
 */
export async function refusalOfNpm(source: string): Promise<string | undefined> {
  const folder = mkdtempSync(join(tmpdir(), 'deploy-check-npm-'));
  try {
    for (const file of globSync('{package.json,package-lock.json,.npmrc}', { cwd: source })) {
      copyFileSync(join(source, file), join(folder, file));
    }
    // What an outer npm tells its scripts would make this one work on the outer project.
    const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(npm_|INIT_CWD)/i.test(name)));
    const words = ['ci', '--dry-run', '--offline', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund'];
    await run('npm', words, { cwd: folder, env });
    return undefined;
  } catch (error) {
    const text = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error);
    const lines = text.split('\n').map((line) => line.replace(/^npm error /, '').trim());
    return lines.find((line) => line !== '' && !line.startsWith('code '));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
