import assert from 'node:assert/strict';
import { adminFirestore } from '../../../functions/src/platform/runtime/firebase.ts';
import { eventually } from '../../support/eventually.ts';
import { insist, send } from '../../support/keyed.ts';
import { freshKey, type Player, world } from '../../support/world.ts';
import { harmlessConfig, publicOf, restoreEconomy, storedEconomy } from './economies.ts';

async function stored(path: string) {
  return (await (await adminFirestore()).doc(path).get()).data();
}

async function everything(): Promise<string> {
  const database = await adminFirestore();
  const versions = await database.collection('config/economy/versions').get();
  const audit = await database.collection('auditLog').where('action', '==', 'setEconomyConfig').get();
  const documents = [...versions.docs, ...audit.docs].map((one) => [one.ref.path, one.data()]);
  return JSON.stringify([await stored('config/economy'), await stored('config/public'), documents]);
}

describe('setEconomyConfig', function () {
  this.timeout(60_000);
  let economyVersion = 0;
  let admin: Player;

  before(async () => {
    economyVersion = (await storedEconomy()).version;
    admin = await world.staff('admin');
  });
  after(() => restoreEconomy(economyVersion));

  it('stores a new version beside the old ones, and says what changed', async () => {
    const first = await insist(admin, 'setEconomyConfig', { config: await harmlessConfig(11) });
    const config = await harmlessConfig(12);
    const second = await insist(admin, 'setEconomyConfig', { config });
    assert.deepEqual(second, {
      version: first.version + 1,
      changed: ['rateLimits.functions.noSuchFunction.perUid'],
      dryRun: false,
      replayed: false,
    });
    const [one, two] = await Promise.all(
      [first, second].map(({ version }) => stored(`config/economy/versions/${version}`)),
    );
    const perUid = (version: any) => version.config.rateLimits.functions.noSuchFunction.perUid;
    assert.deepEqual([perUid(one), perUid(two), two?.updatedBy], [11, 12, admin.uid]);
    assert.deepEqual((await storedEconomy()).config, config);
  });

  it('shows clients the prices and nothing of limits, fraud or staff', async () => {
    const { version } = await insist(admin, 'setEconomyConfig', { config: await harmlessConfig(13) });
    const { config } = await storedEconomy();
    assert.deepEqual(await stored('config/public'), { version, ...publicOf(config) });
  });

  it('leaves one audit entry a version, with who did it and what changed', async () => {
    const config = await harmlessConfig(14);
    const correlationId = `economy-${freshKey()}`;
    const headers = { 'x-correlation-id': correlationId };
    const { version, changed } = await insist(admin, 'setEconomyConfig', { config }, { headers });
    const audit = (await adminFirestore()).collection('auditLog').where('correlationId', '==', correlationId);
    const entries = (await audit.get()).docs.map((entry) => entry.data());
    const [{ at: _at, ...entry } = {}] = entries;
    assert.equal(entries.length, 1);
    assert.deepEqual(entry, {
      actor: admin.uid,
      action: 'setEconomyConfig',
      subject: 'config/economy',
      before: { version: version - 1 },
      after: { version, changed },
      correlationId,
    });
  });

  it('tells with dryRun what would change, and stores none of it', async () => {
    const before = await everything();
    const { version } = await storedEconomy();
    const result = await insist(admin, 'setEconomyConfig', { config: await harmlessConfig(15), dryRun: true });
    assert.deepEqual([result.version, result.dryRun, result.changed.length], [version + 1, true, 1]);
    assert.equal(await everything(), before);
  });

  it('rolls back to an earlier version, as a new one', async () => {
    const old = await insist(admin, 'setEconomyConfig', { config: await harmlessConfig(16) });
    const { config } = await storedEconomy();
    await insist(admin, 'setEconomyConfig', { config: await harmlessConfig(17) });
    const back = await insist(admin, 'setEconomyConfig', { rollbackTo: old.version });
    assert.deepEqual([back.version, back.changed], [old.version + 2, ['rateLimits.functions.noSuchFunction.perUid']]);
    assert.deepEqual(await storedEconomy(), { version: back.version, config });
    const { result } = await send(admin, 'setEconomyConfig', { rollbackTo: 0, dryRun: true });
    assert.ok(result.changed.includes('rateLimits.functions.noSuchFunction'), 'version 0 is the defaults in code');
  });

  it('refuses a version that never was, and one that somebody else has overtaken; nothing changes', async () => {
    const before = await everything();
    const { version } = await storedEconomy();
    const config = await harmlessConfig(18);
    const refused: [object, number, string][] = [
      [{ config, expectedVersion: version - 1 }, 409, 'economy/version-conflict'],
      [{ config, expectedVersion: version + 1, dryRun: true }, 409, 'economy/version-conflict'],
      [{ rollbackTo: version + 1, expectedVersion: version - 1 }, 409, 'economy/version-conflict'],
      [{ rollbackTo: version + 1 }, 404, 'economy/unknown-version'],
    ];
    for (const [input, status, code] of refused) {
      const { httpStatus, error } = await send(admin, 'setEconomyConfig', { ...input });
      assert.deepEqual([httpStatus, error?.details.code], [status, code]);
      if (code === 'economy/version-conflict') assert.equal(error?.details.version, version);
    }
    assert.equal(await everything(), before);
  });

  it('names each field that is wrong, of the shape that was meant', async () => {
    const before = await everything();
    const config = await harmlessConfig(19);
    const { events, rateLimits, features } = config;
    const game = { winCoins: 1, minDurationSeconds: 1 };
    const limit = { perUid: 1, perIp: 1 };
    const withLimit = (name: string) => ({ ...rateLimits, functions: { [name]: limit } });
    const wrong: [object, RegExp][] = [
      [{ config: { ...config, events: { ...events, adCoins: -1 } } }, /^config\.events\.adCoins: /],
      [{ config: { ...config, events: { ...events, adCoins: 1.5 } } }, /^config\.events\.adCoins: /],
      [{ config: { ...config, events: { ...events, spinPrizes: [] } } }, /^config\.events\.spinPrizes: /],
      [{ config: { ...config, events: { ...events, games: { '': game } } } }, /^config\.events\.games/],
      [{ config: { ...config, events: { ...events, games: { __name__: game } } } }, /^config\.events\.games/],
      [{ config: { ...config, rateLimits: withLimit('a.b') } }, /^config\.rateLimits\.functions/],
      [
        { config: { ...config, features: { ...features, events: { percent: 101 } } } },
        /^config\.features\.events\.percent: /,
      ],
      [{ config: { ...config, evnets: {} } }, /^config: .*evnets/],
      [{ config, dryRun: 'yes' }, /^dryRun: /],
      [{ config, expectedVersion: -1 }, /^expectedVersion: /],
      [{ rollbackTo: 'yesterday' }, /^rollbackTo: /],
    ];
    for (const [input, issue] of wrong) {
      const { error } = await send(admin, 'setEconomyConfig', { ...input });
      assert.equal(error?.details.code, 'platform/invalid-input');
      assert.match(error?.details.issues[0], issue);
    }
    assert.equal(await everything(), before);
  });

  it('refuses numbers that contradict each other, naming the fields, in a dry run too', async () => {
    const before = await everything();
    const { events, withdrawals, fraud, ...rest } = await harmlessConfig(23);
    const { withdrawal } = fraud;
    const most = events.dailyLimits.coins;
    const wrong: [object, string[]][] = [
      [{ withdrawals: { ...withdrawals, minAmount: 600, maxAmount: 599 } }, ['withdrawals.minAmount', 'maxAmount']],
      [
        { fraud: { ...fraud, withdrawal: { ...withdrawal, reviewAbove: 51, blockAbove: 50 } } },
        ['fraud.withdrawal.reviewAbove', 'withdrawal.blockAbove'],
      ],
      [{ events: { ...events, adCoins: most + 1 } }, ['events.adCoins', 'dailyLimits.coins']],
      [{ events: { ...events, streakCoins: [1, most + 1] } }, ['events.streakCoins.1', 'dailyLimits.coins']],
      [
        { events: { ...events, spinPrizes: [{ coins: most + 1, weight: 1 }] } },
        ['events.spinPrizes.0.coins', 'dailyLimits.coins'],
      ],
    ];
    for (const [part, [first = '', second = '']] of wrong) {
      const config = { events, withdrawals, fraud, ...rest, ...part };
      const answers = [await send(admin, 'setEconomyConfig', { config, dryRun: true })];
      answers.push(await send(admin, 'setEconomyConfig', { config }));
      for (const { error } of answers) {
        assert.equal(error?.details.code, 'platform/invalid-input');
        const issues: string[] = error?.details.issues;
        assert.ok(
          issues.some((issue) => issue.startsWith(`config.${first}: `)),
          String(issues),
        );
        assert.ok(
          issues.some((issue) => issue.includes(`${second}: `)),
          String(issues),
        );
      }
    }
    assert.equal(await everything(), before);
  });

  it('of two admins who expect the same version lets one have it', async () => {
    const { version } = await storedEconomy();
    const configs = [await harmlessConfig(20), await harmlessConfig(21)];
    const requests = configs.map((config) => send(admin, 'setEconomyConfig', { config, expectedVersion: version }));
    const answers = await Promise.all(requests);
    assert.equal(answers.filter(({ error }) => error === undefined).length, 1);
    const lost = answers.flatMap(({ error }) => error?.details.code ?? [])[0];
    assert.match(lost, /^(economy\/version-conflict|platform\/contention)$/);
    assert.equal((await storedEconomy()).version, version + 1);
  });

  it('reaches every instance within its cache time, and prices what comes then', async () => {
    const config = await harmlessConfig(22);
    const { version } = await insist(admin, 'setEconomyConfig', { config });
    const player = await world.player();
    await eventually(async () => {
      const adjust = { uid: player.uid, currency: 'coins', amount: 1, reason: 'looking for the version' };
      await insist(admin, 'adjustBalance', adjust);
      const pages: any = await player.ledger();
      assert.equal(pages.pages[0][1].at(-1).configVersion, version);
    });
  });
});
