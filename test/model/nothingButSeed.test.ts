import assert from 'node:assert/strict';
import { runWorlds } from './core/runWorlds.ts';
import { HOSTILE } from './hostile/environments.ts';

/** What happens in a world, and is stored in the end, follows from its seed, wherever and after whatever it is played. */
const SEED = 822_593_127;
const PLAN = { seed: SEED, ops: 300, worlds: 2, jobs: 1 };
const PRELOAD = new URL('hostile/preload.mts', import.meta.url).href;

async function digests(changed: Partial<Parameters<typeof runWorlds>[0]> = {}): Promise<[number, string][]> {
  const { digests: found, failure } = await runWorlds({ ...PLAN, ...changed });
  assert.equal(failure, undefined);
  return [...found].sort(([left], [right]) => left - right);
}

describe('a simulated world depends on nothing but its seed', () => {
  let expected: [number, string][];

  before(async function () {
    this.timeout(60_000);
    expected = await digests();
  });

  it('and so every world is another one', () => {
    assert.equal(new Set(expected.map(([, digest]) => digest)).size, PLAN.worlds);
  });

  it('not on the settings, the zone, the clock, the chance and the network of its process', async function () {
    this.timeout(120_000);
    for (const env of HOSTILE) {
      const found = await digests({ surroundings: { env, execArgv: ['--import', PRELOAD] } });
      assert.deepEqual(found, expected, `under ${JSON.stringify(env)}`);
    }
  });

  it('not on the worlds that its process has played before', async function () {
    this.timeout(60_000);
    assert.deepEqual(await digests({ seed: SEED + PLAN.worlds - 1, stride: -1 }), expected);
  });
});
