import assert from 'node:assert/strict';
import fc from 'fast-check';
import { defaultEconomyConfig, economyConfigSchema } from '../../functions/src/contract.ts';
import { featureSwitch, notAbove } from '../../functions/src/kernel/config.ts';
import { parseTolerantly } from '../../functions/src/platform/configuration/parseTolerantly.ts';

type Path = readonly (string | number)[];

/** Every object of the configuration that is held to a list of fields, by its path. */
function objectsIn(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  const inner = Object.entries(value).flatMap(([key, below]) => objectsIn(below, [...path, key]));
  // Names are chosen by studios there, so nothing is unknown.
  return ['events.games', 'rateLimits.functions'].includes(path.join('.')) ? inner : [path, ...inner];
}

function at(value: any, path: Path): any {
  return path.reduce((holder, key) => holder[key], value);
}

const configWith = (path: Path, field: string, value: unknown): unknown => {
  const config = structuredClone(defaultEconomyConfig);
  at(config, path)[field] = value;
  return config;
};

describe('a stored economy configuration', () => {
  const objects = objectsIn(defaultEconomyConfig);

  it('is read as if it had no field that the code does not know, wherever one stands; what is sent is refused', () => {
    assert.ok(objects.length > 10);
    fc.assert(
      fc.property(fc.constantFrom(...objects), fc.jsonValue(), (path, value) => {
        const stored = configWith(path, 'fieldOfNewerCode', value);
        const read = parseTolerantly(economyConfigSchema, stored);
        assert.deepEqual(read.data, defaultEconomyConfig, path.join('.'));
        assert.ok(!economyConfigSchema.safeParse(stored).success);
      }),
    );
  });

  it('is read with defaults for all that older code did not know', () => {
    for (const path of objects.filter(({ length }) => length > 0)) {
      const stored = structuredClone(defaultEconomyConfig);
      Reflect.deleteProperty(at(stored, path.slice(0, -1)), path.at(-1) ?? '');
      if (path[0] === 'events' && path[1] === 'games') continue;
      assert.deepEqual(parseTolerantly(economyConfigSchema, stored).data, defaultEconomyConfig, path.join('.'));
    }
  });

  it('is not read where a value is wrong, however much else is passed over', () => {
    const stored = configWith(['events'], 'adCoins', 'five');
    at(stored, ['events']).fieldOfNewerCode = 1;
    assert.deepEqual(
      parseTolerantly(economyConfigSchema, stored).error?.issues.map(({ path }) => path.join('.')),
      ['events.adCoins'],
    );
  });

  it('takes of a union the shape in which nothing but unknown fields is wrong', () => {
    assert.deepEqual(parseTolerantly(featureSwitch, { percent: 5, countries: [] }).data, { percent: 5 });
    assert.equal(parseTolerantly(featureSwitch, { percent: 'five', countries: [] }).success, false);
  });

  it('is left as it was found', () => {
    const stored = configWith([], 'partOfNewerCode', {});
    const before = structuredClone(stored);
    parseTolerantly(economyConfigSchema, stored);
    assert.deepEqual(stored, before);
  });
});

describe('numbers that bound each other', () => {
  it('contradict each other where the lower one is above, and both fields are named', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer(), (low, high) => {
        const found = notAbove({ 'a.least': low }, { most: high });
        assert.equal(found.length, low > high ? 1 : 0);
        for (const { fields, message } of found) {
          assert.deepEqual(fields, ['a.least', 'most']);
          assert.match(message, /a\.least .* is above most /);
        }
      }),
    );
  });
});
