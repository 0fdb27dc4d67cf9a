import { type ChildProcess, spawn } from 'node:child_process';
import { delimiter } from 'node:path';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { binFolder, repositoryRoot } from '../suite/paths.ts';
import { type Signal, statusOf } from '../suite/signals.ts';

const GRACE_MS = 8000;

export type Job = {
  readonly command: readonly string[];
  readonly environment?: NodeJS.ProcessEnv;
  /** Keeps what it prints until it ends, so that jobs beside each other do not mix their lines. */
  readonly collect?: boolean;
};

/** Runs a job to its end, or until the run is interrupted; answers its status, as a shell would report it. */
export async function runJob(job: Job, interrupted: Promise<Signal>): Promise<number> {
  const [program = '', ...words] = job.command;
  const path = [binFolder, process.env.PATH].join(delimiter);
  const stdio = job.collect === true ? 'pipe' : 'inherit';
  const child = spawn(program, words, {
    cwd: repositoryRoot,
    env: { ...process.env, ...job.environment, PATH: path },
    stdio: ['ignore', stdio, stdio],
  });
  const output: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => output.push(chunk));
  const ended = statusAtEnd(child, program);
  const first = await Promise.race([ended, interrupted]);
  if (typeof first === 'number') {
    process.stdout.write(Buffer.concat(output));
    return first;
  }
  child.kill(first);
  await Promise.race([ended, delay(GRACE_MS, undefined, { ref: false })]);
  return statusOf(first);
}

function statusAtEnd(child: ChildProcess, program: string): Promise<number> {
  return new Promise((resolve) => {
    child.once('error', (error) => {
      console.error(`${program} could not be started: ${error.message}`);
      resolve(127);
    });
    child.once('close', (code, signal) => resolve(signal === null ? (code ?? 1) : statusOf(signal)));
  });
}
