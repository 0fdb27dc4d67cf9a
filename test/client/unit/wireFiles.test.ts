import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Language, Parser } from 'web-tree-sitter';
import { callables, errorCatalogues } from '../../../functions/src/contract.ts';
import { event } from '../../../functions/src/events/contract.ts';
import type { CallableContract } from '../../../functions/src/kernel/contract.ts';
import type { ErrorEntry } from '../../../functions/src/kernel/errors.ts';
import { repositoryRoot } from '../../../scripts/suite/paths.ts';

const wire = (file: string) => readFileSync(join(repositoryRoot, 'docs/wire', file), 'utf8');
const json = (file: string): any => JSON.parse(wire(file));
const contracts: CallableContract[] = Object.values(callables);

describe('the wire contract for other languages', () => {
  it('has every error with what a client decides by', () => {
    const rows = new Map<string, any>(json('errors.json').map((row: any) => [row.code, row]));
    for (const { code, heals = false, message, retry } of errorCatalogues.flatMap((one): ErrorEntry[] =>
      Object.values(one),
    )) {
      const row = rows.get(code);
      assert.deepEqual([row?.retry, row?.heals, row?.message], [retry, heals, message], code);
    }
    assert.equal(rows.get('rate/limited')?.httpStatus, 429);
  });

  it('says where each callable is, and which need a fresh App Check token', () => {
    const rows: any[] = json('callables.json');
    const limited = rows.filter((row) => row.limitedUseAppCheckToken).map(({ name }) => name);
    assert.deepEqual(limited, contracts.flatMap((one) => (one.sensitive ? [one.name] : [])).sort());
    for (const { access, name } of contracts) {
      const path = access.kind === 'player' ? name : `staff/${name}`;
      assert.equal(rows.find((row) => row.name === name)?.path, path);
    }
  });

  it('describes what a player reads', () => {
    const { properties, required } = json('documents/users.schema.json');
    for (const field of ['balances', 'version', 'spinSeeds', 'streak', 'referralCode', 'today']) {
      assert.ok(field in properties && required.includes(field), field);
    }
    assert.deepEqual(properties.createdAt, { type: 'string', format: 'date-time' });
    const { enum: statuses } = json('documents/withdrawals.schema.json').properties.status;
    assert.ok(statuses.includes('PENDING'));
    assert.ok('facts' in json('documents/inbox.schema.json').properties);
  });

  it('has models in Dart that a parser of Dart reads, one for all that a player’s app sends and gets', async () => {
    await Parser.init();
    const { resolve } = createRequire(import.meta.url);
    const parser = new Parser();
    parser.setLanguage(await Language.load(resolve('@repomix/tree-sitter-wasms/out/tree-sitter-dart.wasm')));
    const code = wire('dart/earnplay.dart');
    assert.equal(parser.parse(code)?.rootNode.hasError, false);
    assert.equal(parser.parse(code.replace('factory ', 'factory factory '))?.rootNode.hasError, true, 'it would tell');
    const classes = new Set([...code.matchAll(/^class (\w+)/gm)].map(([, name]) => name));
    const named = contracts
      .filter(({ access }) => access.kind === 'player')
      .map(({ name }) => name[0]?.toUpperCase() + name.slice(1));
    for (const name of [...named.flatMap((one) => [`${one}Request`, `${one}Response`]), 'UsersDocument', 'Event']) {
      assert.ok(classes.has(name), name);
    }
    assert.match(code, /if \(deviceHash != null\) "deviceHash": deviceHash,/, 'what is not there is not sent as null');
  });
});

describe('the published vectors of prices', () => {
  const vectors = json('pricing-vectors.json');
  const { config } = vectors;

  it('draw each spin by its digest, as anybody can', () => {
    for (const { coins, day, digest, index, message, seed } of vectors.spins) {
      assert.equal(message, `${day}:${index}`);
      assert.equal(createHmac('sha256', Buffer.from(seed, 'hex')).update(message).digest('hex'), digest);
      const total = config.spinPrizes.reduce((sum: number, prize: any) => sum + prize.weight, 0);
      let point = (Number.parseInt(digest.slice(0, 12), 16) / 2 ** 48) * total;
      const drawn = config.spinPrizes.find((prize: any) => {
        point -= prize.weight;
        return point < 0;
      });
      assert.equal(coins, drawn.coins);
    }
  });

  it('price streaks and wins by the tables', () => {
    for (const { coins, day } of vectors.streaks) assert.equal(coins, config.streakCoins[(day - 1) % 7]);
    assert.deepEqual(
      vectors.wins.map(({ price }: any) => price.winCoins),
      [10, 10, 10],
    );
  });

  it('decide batches as the specification says', () => {
    const limit = 'events/daily-limit';
    const [spin, , thirdSpin] = vectors.spins.map(({ coins }: any) => coins);
    const expected: Record<string, unknown[]> = {
      'one of each': [10, 0, 5, spin, 10],
      'a game that was too short': ['events/too-short', 10],
      'the last ad and spin of the day': [5, limit, thirdSpin, limit],
      'a streak goes on, and is claimed once': [100, limit],
      'a streak with a gap begins anew': [10],
      'claims of several days count in their order': [20, 10, 15],
      'a claim before the last one is refused': ['events/streak-order'],
      'too old, too far ahead, and just within': ['events/outside-window', 'events/outside-window', 5, 5],
      'the day’s ceiling': [10, limit, 5],
      'games that overlap by more than the slack': [10, 10, 'events/implausible'],
    };
    for (const { events, name, results } of vectors.batches) {
      for (const one of events) event.parse(one);
      assert.deepEqual(
        results.map((result: any) => result.code ?? result.coins),
        expected[name],
        name,
      );
    }
  });

  it('show what waits, and nothing twice', () => {
    assert.deepEqual(
      vectors.shown.map(({ coins, pendingCoins }: any) => [coins, pendingCoins]),
      [
        [120, 20],
        [120, 20],
        [120, 0],
        [60, 20],
      ],
    );
  });
});
