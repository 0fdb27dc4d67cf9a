/** A Redis of the suite's own, on its own port, which keeps nothing on disk and can be stopped and started by tests. */
import { type ChildProcess, spawn } from 'node:child_process';
import { openSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { findProgram } from './findProgram.ts';
import { host } from './ports.ts';
import { SuiteError } from './suiteError.ts';
import { installPackage } from './systemPackage.ts';

export const redisRemedy =
  'redis-server is missing: install it (Debian and Ubuntu: apt-get install redis-server; macOS: brew install redis) and put it on the PATH.';

const START_MS = 10_000;
const POLL_MS = 25;

/** The path of redis-server, installed first if need be and possible, or undefined. */
export async function findRedisServer(): Promise<string | undefined> {
  const found = findProgram('redis-server');
  if (found !== undefined) return found;
  return (await installPackage('redis-server')) ? findProgram('redis-server') : undefined;
}

/**
 * Writes a script that runs redis-server as the suite's own, for the launcher and for tests that stop it and start it
 * again. The log goes to the standard output; further arguments are passed on.
 */
export function writeRedisScript(server: string, port: number, folder: string): string {
  const script = join(folder, 'redis-server');
  const flags = `--port ${port} --bind ${host} --save '' --appendonly no --dir '${folder}'`;
  writeFileSync(script, `#!/bin/sh\nexec '${server}' ${flags} "$@"\n`, { mode: 0o755 });
  return script;
}

/** Resolves once Redis answers. */
export async function startRedis(script: string, port: number, logs: string, env: NodeJS.ProcessEnv): Promise<void> {
  const log = openSync(join(logs, 'redis.log'), 'a');
  // A group of its own, so that Ctrl-C in the terminal reaches only the launcher, which ends things in order.
  const child = spawn(script, { env, stdio: ['ignore', log, log], detached: true });
  child.on('error', () => {});
  child.unref();
  await untilItAnswers(child, port);
}

async function untilItAnswers(child: ChildProcess, port: number): Promise<void> {
  const deadlineMs = Date.now() + START_MS;
  while (!(await answersPing(port))) {
    if (child.exitCode !== null || Date.now() > deadlineMs) {
      throw new SuiteError(`Redis did not start on port ${port} (see redis.log).`);
    }
    await delay(POLL_MS);
  }
}

function answersPing(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, host, () => socket.write('PING\r\n'));
    const end = (answered: boolean) => {
      socket.destroy();
      resolve(answered);
    };
    socket.setTimeout(1000, () => end(false));
    socket.once('data', (data) => end(data.toString().startsWith('+PONG')));
    socket.once('error', () => end(false));
  });
}
