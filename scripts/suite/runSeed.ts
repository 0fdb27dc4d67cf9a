/** The seed of what a run of the tests draws anew; see test/support/freshSeed.ts. */
import { spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import process from 'node:process';
import { repositoryRoot } from './paths.ts';

/** Seven hexadecimal digits stay below what a seed may be. */
const DIGITS = 7;
const SEEDS = 16 ** DIGITS;

export type RunSeed = { readonly seed: string; readonly from: string };

/**
 * The one that the run was given, or else the commit's, so that a commit's tests draw the same on every machine. Where
 * there is no commit to ask for, as in an unpacked archive, any: it is printed, and can be given again.
 */
export function runSeed(given = process.env.EARNPLAY_SEED, head = headCommit()): RunSeed {
  if (given !== undefined && given !== '') return { seed: given, from: 'EARNPLAY_SEED' };
  if (head !== undefined) return { seed: String(Number.parseInt(head.slice(0, DIGITS), 16)), from: `commit ${head}` };
  return { seed: String(randomInt(SEEDS)), from: 'chance, because there is no commit to derive it from' };
}

function headCommit(): string | undefined {
  const { status, stdout } = spawnSync('git', ['rev-parse', 'HEAD'], { cwd: repositoryRoot, encoding: 'utf8' });
  const hash = status === 0 ? stdout.trim() : '';
  return /^[0-9a-f]{40,}$/.test(hash) ? hash : undefined;
}
