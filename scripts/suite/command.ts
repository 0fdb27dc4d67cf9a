import { type ChildProcess, spawn } from 'node:child_process';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { type Signal, statusOf } from './signals.ts';
import { SuiteError } from './suiteError.ts';

const GRACE_MS = 5000;

/** A single argument is a line for the shell; several are a program and its arguments, passed on as they are. */
export function runCommand(words: readonly string[], environment: NodeJS.ProcessEnv): ChildProcess {
  const [program, ...rest] = words;
  if (program === undefined) throw new SuiteError('Usage: npm run with-emulators -- <command>');
  const shell = words.length === 1;
  return spawn(program, rest, { env: environment, stdio: 'inherit', shell });
}

/** The command's status, as a shell would report it. */
export function statusOfCommand(child: ChildProcess): Promise<number> {
  return new Promise((resolve) => {
    child.once('error', (error) => {
      console.error(`The command could not be started: ${error.message}`);
      resolve(127);
    });
    child.once('exit', (code, signal) => resolve(signal === null ? (code ?? 1) : statusOf(signal)));
  });
}

/** Passes a signal on and gives the command a moment to end by itself. */
export async function interruptCommand(child: ChildProcess, signal: Signal): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = statusOfCommand(child);
  // Ctrl-C has already reached the command, which is in the terminal's foreground group as well.
  if (!(signal === 'SIGINT' && process.stdin.isTTY)) child.kill(signal);
  await Promise.race([ended, delay(GRACE_MS, undefined, { ref: false })]);
}
