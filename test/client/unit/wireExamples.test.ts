import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from '../../../functions/node_modules/zod/index.js';
import { callables } from '../../../functions/src/contract.ts';
import { event } from '../../../functions/src/events/contract.ts';
import type { CallableContract } from '../../../functions/src/kernel/contract.ts';
import { batchWithEvents } from '../../../scripts/generate/wireSchemas.ts';
import { repositoryRoot } from '../../../scripts/suite/paths.ts';

const folder = join(repositoryRoot, 'docs/wire');
const examples = readdirSync(join(folder, 'examples'));
const contracts = new Map(Object.entries<CallableContract>(callables));

function jsonOf(...path: string[]): any {
  return JSON.parse(readFileSync(join(folder, ...path), 'utf8'));
}

/** `batchEvents.request.json` and `event.game-won.json` name what they are examples of. */
function described(file: string) {
  const [name = '', part] = file.split('.');
  if (name === 'event') return { schemaFile: 'event.schema.json', contract: event };
  const schemaFile = `${name}.${part}.schema.json`;
  if (file === 'batchEvents.request.json') return { schemaFile, contract: batchWithEvents };
  const contract = contracts.get(name);
  assert.ok(contract !== undefined, `${file} is an example of no callable`);
  return { schemaFile, contract: part === 'request' ? contract.input : contract.output };
}

describe('the examples of the wire contract', () => {
  for (const file of examples) {
    it(`${file} keeps to the contract and to the published schema`, () => {
      const { schemaFile, contract } = described(file);
      const example = jsonOf('examples', file);
      assert.deepEqual(contract.parse(example), example);
      assert.deepEqual(z.fromJSONSchema(jsonOf(schemaFile)).parse(example), example);
    });
  }

  it('show every callable', () => {
    for (const name of contracts.keys()) {
      for (const part of ['request', 'response']) assert.ok(examples.includes(`${name}.${part}.json`), name);
    }
  });

  it('are refused by the published schema once a field is misspelt', () => {
    const { deviceHash, ...rest } = jsonOf('examples', 'createUser.request.json');
    const schema = z.fromJSONSchema(jsonOf('createUser.request.schema.json'));
    assert.equal(schema.safeParse({ ...rest, devicehash: deviceHash }).success, false);
  });
});
