import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { killSuiteProcesses, suiteIdVariable, suiteProcesses } from '../../scripts/suite/processTree.ts';

const WAITS = 'setInterval(() => {}, 1_000); console.log("up")';

describe('the processes of a suite', () => {
  const id = randomUUID();
  const folder = mkdtempSync(join(tmpdir(), 'earnplay-tree-'));
  const started: ChildProcess[] = [];

  /** A process that has started, so that its environment can be read. */
  async function start(environment: Readonly<Record<string, string>>, cwd = tmpdir()): Promise<number> {
    const child = spawn(process.execPath, ['--eval', WAITS], {
      cwd,
      env: environment,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    started.push(child);
    await new Promise((resolve) => child.stdout?.once('data', resolve));
    return child.pid ?? 0;
  }

  after(() => {
    for (const child of started) child.kill('SIGKILL');
    rmdirSync(folder);
  });

  it('are those that carry its id, or one of a suite inside it, or work in its folder, and no others', async () => {
    const own = await start({ [suiteIdVariable]: id });
    const inner = await start({ LANG: 'C', [suiteIdVariable]: `${id}:${randomUUID()}` });
    const wiped = await start({}, folder);
    const others = [
      await start({ SAYS_SO_TOO: id }),
      await start({ [suiteIdVariable]: `${id}0` }),
      await start({ [`MY_${suiteIdVariable}`]: id }),
    ];
    assert.deepEqual(suiteProcesses({ id, folder }).toSorted(), [own, inner, wiped].toSorted());
    assert.deepEqual(await killSuiteProcesses({ id, folder }), []);
    for (const other of others) assert.ok(process.kill(other, 0), 'somebody else’s process lives');
  });
});
