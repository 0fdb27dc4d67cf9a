import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { suiteIdVariable, suiteProcesses } from '../../scripts/suite/processTree.ts';
import { callFunction } from '../support/callable.ts';

/** Node closes a connection that nothing was asked over for 5 s; the functions stand still from before that to after it. */
const BEFORE_MS = 3000;
const AFTER_MS = 4000;

/** The processes in which the emulator runs this suite's functions. */
function functionProcesses(): number[] {
  const id = process.env[suiteIdVariable]?.split(':').at(-1) ?? '';
  return suiteProcesses({ id, folder: '/nowhere' }).filter((pid) => {
    const { stdout } = spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
    return stdout.includes('functionsEmulatorRuntime');
  });
}

describe('the functions of the suite', function () {
  this.timeout(30_000);

  it('answer a request that comes while a process stood still over the age of its connections', async () => {
    const ask = () => callFunction('createUser', {});
    assert.equal((await ask()).httpStatus, 401);
    const processes = functionProcesses();
    assert.ok(processes.length > 0);
    const asked: ReturnType<typeof ask>[] = [];
    try {
      for (const pid of processes) process.kill(pid, 'SIGSTOP');
      await delay(BEFORE_MS);
      asked.push(ask());
      await delay(AFTER_MS);
    } finally {
      for (const pid of processes) process.kill(pid, 'SIGCONT');
    }
    for (const one of asked) assert.equal((await one).httpStatus, 401);
  });
});
