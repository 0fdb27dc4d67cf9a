import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

describe('the demo', () => {
  it('tells a story that is true, the second time as well', function () {
    this.timeout(400_000);
    const script = join(import.meta.dirname, '..', '..', 'scripts', 'demo.ts');
    for (const time of ['first', 'second']) {
      const { status, stdout, stderr } = spawnSync(process.execPath, [script], { encoding: 'utf8' });
      assert.equal(status, 0, `the ${time} run: ${stdout}${stderr}`);
      assert.match(stdout, /49 recognised as duplicates, nothing credited twice/);
      assert.match(stdout, /COMPLETED; the player's screen shows 260 coins/);
      assert.match(stdout, /the phone has had its bonus/);
      assert.match(stdout, /Every step was as promised/);
    }
  });
});
