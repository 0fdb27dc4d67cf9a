import assert from 'node:assert/strict';
import { adminFirestore } from '../../../functions/src/platform/runtime/firebase.ts';
import { FunctionServer } from '../../support/functionServer.ts';
import { insist } from '../../support/keyed.ts';
import { type Player, world } from '../../support/world.ts';
import { wire } from '../events/wireEvents.ts';
import { harmlessConfig, publicOf, restoreEconomy, storedEconomy } from './economies.ts';

/** What a deployment finds that was rolled back: a configuration that newer code stored, or somebody broke by hand. */
describe('an economy configuration that other code stored', function () {
  this.timeout(60_000);
  let economyVersion = 0;
  let server: FunctionServer;
  let admin: Player;
  let config: any;
  let version = 0;

  before(async () => {
    economyVersion = (await storedEconomy()).version;
    // Each call of this instance sees what is stored now.
    server = await FunctionServer.start({ ECONOMY_CACHE_SECONDS: '0' });
    admin = await world.staff('admin');
  });
  beforeEach(async () => {
    config = await harmlessConfig(31);
    version = (await set({ config })).version;
  });
  afterEach(() => restoreEconomy(version));
  after(async () => {
    await restoreEconomy(economyVersion);
    await server.stop();
  });

  const set = (input: object): Promise<any> => insist(admin, 'setEconomyConfig', { ...input }, { url: server.url });
  const write = async (path: string, data: object) => (await adminFirestore()).doc(path).set(data);
  const stored = async (path: string) => (await (await adminFirestore()).doc(path).get()).data();

  /** Stores it as the current version, and among all versions, behind the back of this code. */
  async function storeBehind(found: object): Promise<void> {
    const fields = { version: version + 1, config: found, updatedAtMs: Date.now(), updatedBy: 'other-code' };
    await Promise.all(['config/economy', `config/economy/versions/${version + 1}`].map((path) => write(path, fields)));
  }

  /** Somebody signs up and plays; answers the configuration version that priced it. */
  async function pricedBy(): Promise<number> {
    const player = await world.visitor();
    const deviceHash = player.deviceHash;
    await insist(player, 'createUser', { deviceHash }, { url: server.url });
    const { result, error } = await player.call('batchEvents', { events: [wire('AD_WATCHED')] }, { url: server.url });
    assert.deepEqual([error, result.results[0].status], [undefined, 'credited']);
    const { pages }: any = await player.ledger();
    return pages[0][1].at(-1).configVersion;
  }

  /** Fields, parts and switches that no code of today knows, beside what it does know. */
  const newer = () => ({
    ...config,
    events: { ...config.events, comboCoins: 3, dailyLimits: { ...config.events.dailyLimits, combos: 9 } },
    combos: { enabled: true },
    features: { ...config.features, referrals: { percent: 100, countries: ['FR'] }, combos: { rollout: 'slow' } },
  });

  it('prices by what this code knows of it, and lets the rest be', async () => {
    await storeBehind(newer());
    assert.equal(await pricedBy(), version + 1);
    const { changed } = await set({ config, dryRun: true });
    const unknown = ['combos', 'events.comboCoins', 'events.dailyLimits.combos', 'features.combos'];
    assert.deepEqual(changed, [...unknown, 'features.referrals']);
    assert.equal((await set({ config })).version, version + 2);
  });

  it('can be rolled back to with all that this code does not know, which newer code will find again', async () => {
    await storeBehind(newer());
    await set({ config });
    const { version: again } = await set({ rollbackTo: version + 1 });
    assert.deepEqual((await stored(`config/economy/versions/${again}`))?.config, newer());
    assert.deepEqual(await stored('config/public'), { version: again, ...publicOf(config) });
  });

  it('leaves the last version in force that this code can read, says so, and can be repaired', async () => {
    const broken = { ...config, events: { ...config.events, adCoins: 'five' } };
    await storeBehind(broken);
    assert.equal(await pricedBy(), version);
    const alerts = server.logged('the economy configuration cannot be read');
    const { alert, severity, storedVersion, versionInForce, problems } = alerts.at(-1) ?? assert.fail('not said');
    assert.deepEqual([alert, severity], ['economy.unreadable', 'ERROR']);
    assert.deepEqual([storedVersion, versionInForce], [version + 1, version]);
    assert.match(String(problems), /events\.adCoins: /);
    const { error } = await admin.call(
      'setEconomyConfig',
      { rollbackTo: version + 1, idempotencyKey: 'back-to-the-broken-one' },
      { url: server.url },
    );
    assert.match(error?.details.issues[0], /^config\.events\.adCoins: /);
    const { version: repaired } = await set({ config, expectedVersion: version + 1 });
    assert.deepEqual([repaired, await pricedBy()], [version + 2, version + 2]);
  });

  it('is repaired as well where nothing of it is left', async () => {
    await write('config/economy', { version: 'none', config: null });
    assert.equal(await pricedBy(), version);
    const { version: repaired } = await set({ config });
    assert.deepEqual([repaired, await pricedBy()], [version + 1, version + 1]);
  });
});
