import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Documents as the code of a certain month stored them: all of one simulated world, taken from its database before it had
 * come to rest. Deployments change code and not documents, so whatever was ever stored is read.
 */
const folder = new URL('before/', import.meta.url);
const files = readdirSync(folder).filter((file) => file.startsWith('stored-'));

describe('documents that earlier code stored', function () {
  this.timeout(60_000);

  async function wrongWith(file: string, ...flags: readonly string[]): Promise<unknown> {
    const script = new URL('readBefore.ts', folder).pathname;
    const { stdout } = await run(process.execPath, [script, new URL(file, folder).pathname, ...flags], { env: {} });
    return JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
  }

  for (const file of files) {
    it(`are read by the code of today, by players, staff and schedules: ${file}`, async () => {
      assert.deepEqual(await wrongWith(file), []);
    });

    it(`are migrated, from where a run was stopped, by no dry run and once, and are read then: ${file}`, async () => {
      assert.deepEqual(await wrongWith(file, '--migrate'), []);
    });
  }

  it('are here', () => {
    assert.ok(files.length > 0);
  });
});
