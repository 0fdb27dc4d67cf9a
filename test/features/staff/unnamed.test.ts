import assert from 'node:assert/strict';
import { callables } from '../../../functions/src/contract.ts';
import { domains } from '../../../functions/src/gathered.ts';
import type { CallableContract } from '../../../functions/src/kernel/contract.ts';
import { adminFirestore } from '../../../functions/src/platform/runtime/firebase.ts';
import { plainData } from '../../../functions/src/platform/storage/plainData.ts';
import { insist } from '../../support/keyed.ts';
import type { Player } from '../../support/world.ts';
import { examples } from '../platform/keyedCalls.ts';

/** What staff do that is done to no player. */
const TO_NOBODY = ['replayDeadLetter', 'replayDeadLetters', 'setEconomyConfig', 'setRole'];
const DONE_BY_STAFF = Object.values<CallableContract>(callables).filter(
  ({ access, effect }) => access.kind !== 'player' && effect === 'keyed',
);
const READS = Object.values<CallableContract>(callables)
  .filter(({ access, effect }) => access.kind === 'player' && effect === 'read')
  .map(({ name }) => name);
/** What staff write in words, by the names that contracts give it. */
const WORDS = ['reason', 'reference', 'note'];

/** Everything that the rules let this player read, and that callables answer: statement and export. */
async function readableBy(player: Player): Promise<string> {
  const database = await adminFirestore();
  const found: unknown[] = [(await player.stored()) ?? {}];
  for (const { path, readBy } of domains.flatMap(({ collections = [] }) => collections)) {
    const collection = path.slice(0, path.lastIndexOf('/')).replace('{uid}', player.uid);
    if (collection === 'users' || (readBy !== 'owner' && readBy !== 'itsUid')) continue;
    const all = database.collection(collection);
    const { docs } = await (readBy === 'owner' ? all : all.where('uid', '==', player.uid)).get();
    found.push(...docs.map((one) => plainData(one.data())));
  }
  for (const name of READS) {
    const { error, result } = await player.call(name, {});
    assert.equal(error, undefined, name);
    found.push(result);
  }
  return JSON.stringify(found);
}

describe('what staff do to a player', function () {
  this.timeout(60_000);

  for (const { name } of DONE_BY_STAFF.filter((contract) => !TO_NOBODY.includes(contract.name))) {
    it(`${name} leaves the player nothing to read that names them or has their words`, async () => {
      const { caller, about, input, other } = (await examples[name]?.()) ?? {};
      assert.ok(caller && about && input, `${name} has no example that says whom it is about`);
      await insist(caller, name, input);
      const text = await readableBy(about);
      assert.ok(text.includes(about.uid), 'looked at what is there');
      const said = [input, other ?? {}].flatMap((one) => WORDS.flatMap((word) => one[word] ?? []));
      for (const secret of [caller.uid, ...said]) assert.ok(!text.includes(String(secret)), `it says ${secret}`);
    });
  }
});
