/**
 * Claims are names that one live process at a time holds on this machine: ports between being chosen and being bound,
 * and the build folder. A claim is a file that names its holder, so that the claim of a dead process counts for nothing.
 */
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { SuiteError } from './suiteError.ts';

const POLL_MS = 50;

const folder = join(tmpdir(), `earnplay-claims-${process.getuid?.() ?? 0}`);

/** Takes the claim and returns true, or returns false when another live process, or this one, holds it. */
export function takeClaim(name: string): boolean {
  mkdirSync(folder, { recursive: true });
  const draft = join(folder, `.${process.pid}-${name}`);
  // A hard link appears at once and with its content, which creating and then writing a file does not.
  writeFileSync(draft, String(process.pid));
  try {
    if (link(draft, name)) return true;
    if (holderLives(name)) return false;
    rmSync(join(folder, name), { force: true });
    return link(draft, name);
  } finally {
    rmSync(draft, { force: true });
  }
}

export function releaseClaim(name: string): void {
  if (holder(name) === process.pid) rmSync(join(folder, name), { force: true });
}

/** Runs the work while holding the claim; waits for a holder that is still at it. */
export async function whileClaimed<T>(name: string, waitMs: number, work: () => Promise<T>): Promise<T> {
  const deadlineMs = Date.now() + waitMs;
  while (!takeClaim(name)) {
    if (Date.now() > deadlineMs) throw new SuiteError(`Process ${holder(name)} has held "${name}" for too long.`);
    await delay(POLL_MS);
  }
  try {
    return await work();
  } finally {
    releaseClaim(name);
  }
}

function link(draft: string, name: string): boolean {
  try {
    linkSync(draft, join(folder, name));
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

function holder(name: string): number | undefined {
  try {
    return Number(readFileSync(join(folder, name), 'utf8'));
  } catch {
    return undefined;
  }
}

function holderLives(name: string): boolean {
  const pid = holder(name);
  if (pid === undefined) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // A process of another user refuses the signal, but it lives.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
