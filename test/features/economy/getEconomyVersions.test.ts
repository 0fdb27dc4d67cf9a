import assert from 'node:assert/strict';
import { insist } from '../../support/keyed.ts';
import { type Player, world } from '../../support/world.ts';
import { harmlessConfig, restoreEconomy, storedEconomy } from './economies.ts';

describe('the versions of the economy', function () {
  this.timeout(60_000);
  let economyVersion = 0;
  let admin: Player;
  let versions: number[];

  before(async () => {
    economyVersion = (await storedEconomy()).version;
    admin = await world.staff('admin');
    versions = [];
    for (const perUid of [21, 22, 23]) {
      const { version } = await insist(admin, 'setEconomyConfig', { config: await harmlessConfig(perUid) });
      versions.push(version);
    }
  });
  after(() => restoreEconomy(economyVersion));

  async function read(input: object): Promise<any> {
    const { error, result } = await admin.call('getEconomyVersions', input);
    assert.equal(error, undefined);
    return result;
  }

  it('are told newest first, each with what it changed, when and by whom, and all of its numbers', async () => {
    const { current, entries } = await read({ limit: 2 });
    const [newest, before] = entries;
    assert.deepEqual([current, newest.version, before.version], [versions[2], versions[2], versions[1]]);
    const path = 'rateLimits.functions.noSuchFunction.perUid';
    assert.deepEqual(newest.changes, [{ path, before: 22, after: 23 }]);
    assert.deepEqual(newest.config, (await storedEconomy()).config);
    assert.deepEqual([newest.by, Math.abs(newest.at - Date.now()) < 60_000], [admin.uid, true]);
  });

  it('are read on page by page to the first, none twice and none left out', async () => {
    const seen: number[] = [];
    let before: number | null = null;
    do {
      const page: any = await read({ limit: 2, ...(before === null ? {} : { before }) });
      assert.ok(page.entries.length <= 2);
      seen.push(...page.entries.map(({ version }: any) => version));
      before = page.next;
    } while (before !== null);
    const [newest = 0] = seen;
    assert.deepEqual(
      seen,
      Array.from({ length: newest }, (_, at) => newest - at),
    );
    assert.deepEqual((await read({ before: 1 })).entries, []);
  });

  it('can be gone back to with what is told of them', async () => {
    const { entries } = await read({ limit: 3 });
    const { version } = await insist(admin, 'setEconomyConfig', { rollbackTo: entries[2].version });
    const [again] = (await read({ limit: 1 })).entries;
    assert.deepEqual([again.version, again.config], [version, entries[2].config]);
  });

  it('are for admins alone, and no more than twenty at once', async () => {
    const support = await world.staff('support');
    const { error } = await support.call('getEconomyVersions', {});
    assert.equal(error?.details.code, 'platform/role-required');
    for (const input of [{ limit: 21 }, { limit: 0 }, { before: 0 }]) {
      const { error: invalid } = await admin.call('getEconomyVersions', input);
      assert.equal(invalid?.details.code, 'platform/invalid-input');
    }
  });
});
