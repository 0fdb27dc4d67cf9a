import { execFile } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** Runs an ES module given as text in a process of its own, which resolves packages from `folder`; answers its output. */
export async function nodeOutput(
  source: string,
  folder: string,
  added: Readonly<Record<string, string>> = {},
): Promise<string> {
  // What the launcher or a debugger put there would be loaded as well, and measured.
  const { NODE_OPTIONS: _, ...env } = process.env;
  const args = ['--input-type=module', '--eval', source];
  const { stdout } = await execute(process.execPath, args, { cwd: realpathSync(folder), env: { ...env, ...added } });
  return stdout;
}
