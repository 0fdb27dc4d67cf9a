import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Rebuild, rebuildOnChange } from '../../scripts/suite/rebuild.ts';
import { eventually } from '../support/eventually.ts';

describe('a rebuild on change', () => {
  let folder: string;
  let watcher: { close(): void };
  let begun: number;
  let told: unknown[];
  let work: Rebuild['build'];
  const save = (text: string) => writeFileSync(join(folder, 'wallet', 'post.ts'), text);
  const until = (builds: number) => eventually(async () => assert.equal(told.length, builds));

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'earnplay-sources-'));
    mkdirSync(join(folder, 'wallet'));
    save('1');
    begun = 0;
    told = [];
    work = async () => {};
    const build = () => {
      begun += 1;
      return work();
    };
    watcher = rebuildOnChange({ build, tell: ({ failure }) => told.push(failure) }, folder);
  });

  afterEach(() => {
    watcher.close();
    rmSync(folder, { recursive: true });
  });

  it('builds once for files that are saved together', async () => {
    for (const text of ['2', '3', '4']) save(text);
    await until(1);
    assert.deepEqual([begun, told], [1, [undefined]]);
  });

  it('hears of a file that is taken away and put back, and of files in a new folder', async () => {
    for (const builds of [1, 2]) {
      rmSync(join(folder, 'wallet', 'post.ts'));
      save(String(builds));
      await until(builds);
    }
    mkdirSync(join(folder, 'shop'));
    await until(3);
    writeFileSync(join(folder, 'shop', 'buy.ts'), '1');
    await until(4);
  });

  it('builds again for what is saved during a build', async () => {
    let finish: (() => void) | undefined;
    work = () => {
      work = async () => {};
      return new Promise((resolve) => {
        finish = resolve;
      });
    };
    save('2');
    await eventually(async () => assert.ok(finish !== undefined));
    save('3');
    await new Promise((resolve) => setTimeout(resolve, 400));
    assert.equal(begun, 1, 'builds do not run beside each other');
    finish?.();
    await until(2);
  });

  it('tells why a build failed, and builds at the next change', async () => {
    const failure = new Error('a type does not fit');
    work = async () => {
      throw failure;
    };
    save('2');
    await until(1);
    work = async () => {};
    save('3');
    await until(2);
    assert.deepEqual(told, [failure, undefined]);
  });
});
