import { execFile } from 'node:child_process';
import process from 'node:process';
import { promisify } from 'node:util';
import type { Endpoint } from './rehearsal.ts';

const run = promisify(execFile);

/** As the platform's own loader does it: the package's main file, and in it the function by the name of its entry point. */
const LOADER = `
const target = process.env.FUNCTION_TARGET;
const found = target.split('.').reduce((place, name) => place?.[name], require(process.cwd()));
if (typeof found !== 'function') throw new Error('functions/package.json "main" exports no function ' + target);
process.exit(0);
`;
/** Two at a time: each is a process of its own that parses the SDK anew. */
const AT_ONCE = 2;
const LIMIT_MS = 60_000;

/** Loads every function as its instance would, and answers those that fail, with the reason. */
export async function loadEach(
  folder: string,
  endpoints: readonly Endpoint[],
  settings: Readonly<Record<string, string>>,
): Promise<readonly string[]> {
  const waiting = [...endpoints];
  const failed: string[] = [];
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const reason = await failureOf(folder, next, settings);
      if (reason !== undefined) failed.push(`${next.id}: ${reason}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return failed.sort();
}

async function failureOf(
  folder: string,
  { id, entryPoint }: Endpoint,
  settings: Readonly<Record<string, string>>,
): Promise<string | undefined> {
  const env = {
    ...settings,
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    GCLOUD_PROJECT: 'demo-earnplay',
    FIREBASE_CONFIG: JSON.stringify({ projectId: 'demo-earnplay' }),
    FUNCTION_TARGET: entryPoint,
    K_SERVICE: id.toLowerCase(),
  };
  try {
    await run(process.execPath, ['--eval', LOADER], { cwd: folder, env, timeout: LIMIT_MS });
    return undefined;
  } catch (error) {
    const text = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error);
    return text.split('\n').find((line) => /^\w*Error\b/.test(line)) ?? text.trim().split('\n')[0];
  }
}
