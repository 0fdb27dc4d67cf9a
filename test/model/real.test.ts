import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { freshSeed } from '../support/freshSeed.ts';

/**
 * Worlds on the emulator suite, in parallel; `npm run simulate -- --real` plays more of them. In a process of its own,
 * because the keys of the deployment are read once and for all.
 */
const run = promisify(execFile);
const SCRIPT = fileURLToPath(new URL('../../scripts/simulateReal.ts', import.meta.url));
/** Whole worlds, of 50 operations each. */
const OPS = 150;
const PATIENCE_MS = 240_000;

describe('a simulated world on the emulator suite', () => {
  const seed = freshSeed();
  it(`of seed ${seed} loses no coin and doubles none`, async function () {
    this.timeout(PATIENCE_MS + 10_000);
    const { stdout } = await run(process.execPath, [SCRIPT, '--seed', `${seed}`, '--ops', `${OPS}`], {
      timeout: PATIENCE_MS,
    }).catch(({ stdout, stderr }) =>
      assert.fail(`npm run simulate -- --real --seed ${seed} --ops ${OPS}\n${stdout}${stderr}`),
    );
    assert.match(stdout, new RegExp(`^seed ${seed}: ${OPS} operations .*: no discrepancy$`, 'm'));
  });
});
