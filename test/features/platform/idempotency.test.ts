import assert from 'node:assert/strict';
import { callables } from '../../../functions/src/contract.ts';
import type { CallableContract } from '../../../functions/src/kernel/contract.ts';
import { adminFirestore } from '../../../functions/src/platform/runtime/firebase.ts';
import { keyedRequest } from '../../../functions/src/platform/storage/idempotency.ts';
import type { Answer } from '../../support/callable.ts';
import { demoSettings } from '../../support/demoSettings.ts';
import { FunctionServer } from '../../support/functionServer.ts';
import { redisClient } from '../../support/redisClient.ts';
import { someOf } from '../../support/someOf.ts';
import { freshKey, type Player } from '../../support/world.ts';
import { restoreEconomy, storedEconomy } from '../economy/economies.ts';
import { examples } from './keyedCalls.ts';
import type { Example } from './keyedExample.ts';

async function recordOf(example: Example, idempotencyKey: string) {
  const { scope } = keyedRequest(example.caller.uid, example.name, idempotencyKey, { sent: {}, filled: {} });
  const collection = FOR_GOOD.get(example.name) ?? 'idempotency';
  return { scope, record: (await adminFirestore()).doc(`${collection}/${scope}`) };
}

const KEYED = Object.values<CallableContract>(callables).filter(({ effect }) => effect === 'keyed');
const CONTRACTS = new Map(KEYED.map((contract) => [contract.name, contract]));

/** Callables whose records are kept for good, with the collection of what they create, which is the record. */
const FOR_GOOD = new Map(
  KEYED.flatMap((contract): [string, string][] =>
    contract.recordedIn === undefined ? [] : [[contract.name, contract.recordedIn]],
  ),
);

/** As a client does, which asks again where too much happened at once to be decided; a slow machine has that happen. */
async function untilDecided(caller: Player, name: string, request: object, url: string): Promise<Answer> {
  const answer = await caller.call(name, request, { url });
  if (answer.error?.details.code !== 'platform/contention') return answer;
  return untilDecided(caller, name, request, url);
}

describe('the examples of keyed callables', () => {
  it('are of each one that there is', () => {
    const named = KEYED.map(({ name }) => name);
    assert.deepEqual(Object.keys(examples).sort(), named.sort());
  });
});

/** The platform does all of it, alike for each of them; others in each run. */
const A_RUN = 7;

describe('a keyed callable', function () {
  this.timeout(60_000);
  let economyVersion = 0;
  // Calls at once meet in one instance here, as in production; the emulator would start a process for each of them.
  let instance: FunctionServer;

  before(async () => {
    instance = await FunctionServer.start(demoSettings());
    economyVersion = (await storedEconomy()).version;
  });
  after(async () => {
    await instance.stop();
    await restoreEconomy(economyVersion);
  });

  for (const [name, make] of someOf(Object.entries(examples), A_RUN)) {
    describe(name, () => {
      it('answers a repeated request what it answered first, and does nothing more', async () => {
        const { caller, input, state } = await make();
        const request = { ...input, idempotencyKey: freshKey() };
        const first = await caller.call(name, request);
        assert.deepEqual([first.error, first.result.replayed], [undefined, false]);
        const after = await state();
        for (let again = 0; again < 2; again += 1) {
          const replay = await caller.call(name, request);
          assert.deepEqual(replay.result, { ...first.result, replayed: true });
        }
        assert.equal(await state(), after);
      });

      it('takes effect once of ten requests at once, and answers all of them the same', async () => {
        const { caller, input, state } = await make();
        const request = { ...input, idempotencyKey: freshKey() };
        const { url } = instance;
        const answers = await Promise.all(Array.from({ length: 10 }, () => untilDecided(caller, name, request, url)));
        // Of some, three or five a minute are let through; those still come at once.
        const served = answers.filter(({ error }) => error?.details.code !== 'rate/limited');
        assert.deepEqual(
          served.flatMap(({ error }) => error ?? []),
          [],
        );
        const fresh = served.filter(({ result }) => result.replayed === false);
        assert.equal(fresh.length, 1);
        for (const { result } of served) assert.deepEqual({ ...result, replayed: false }, fresh[0]?.result);
        const after = await state();
        await caller.call(name, request);
        assert.equal(await state(), after);
      });

      it('refuses a key that was used for another request, with and without Redis, and does nothing', async () => {
        const { caller, input, other, state } = await make();
        // There is no other request than the one.
        if (other === undefined) return;
        const idempotencyKey = freshKey();
        const { error: none } = await caller.call(name, { ...input, idempotencyKey });
        assert.equal(none, undefined);
        const after = await state();
        for (const flush of [false, true]) {
          if (flush) await (await redisClient()).flushall();
          const { error, httpStatus } = await caller.call(name, { ...other, idempotencyKey });
          assert.deepEqual(
            [httpStatus, error?.status, error?.details.code],
            [409, 'ALREADY_EXISTS', 'idempotency/key-reused'],
          );
        }
        assert.equal(await state(), after);
      });

      it('stores nothing of a refused request, which succeeds under the same key once it is valid', async () => {
        const example = await make();
        const { caller } = example;
        const { code, mend, input = example.input } = await example.spoil();
        const idempotencyKey = freshKey();
        const before = await example.state();
        const refused = await caller.call(name, { ...input, idempotencyKey });
        assert.equal(refused.error?.details.code, code);
        assert.equal(await example.state(), before);
        const { record } = await recordOf(example, idempotencyKey);
        assert.equal((await record.get()).exists, false);
        await mend();
        const { error, result } = await caller.call(name, { ...input, idempotencyKey });
        assert.deepEqual([error, result.replayed], [undefined, false]);
      });

      it('answers a replay from the record after Redis was flushed, and keeps that record 14 days or for good', async () => {
        const example = await make();
        const { caller, input } = example;
        const idempotencyKey = freshKey();
        const first = await caller.call(name, { ...input, idempotencyKey });
        assert.equal(first.error, undefined);
        await (await redisClient()).flushall();
        const replay = await caller.call(name, { ...input, idempotencyKey });
        assert.deepEqual(replay.result, { ...first.result, replayed: true });
        const { record } = await recordOf(example, idempotencyKey);
        const expireAt = (await record.get()).get('expireAt');
        if (FOR_GOOD.has(name)) return assert.equal(expireAt, null);
        const keptMs = expireAt.toMillis() - Date.now();
        const dayMs = 86_400_000;
        assert.ok(keptMs > 13.9 * dayMs && keptMs <= 14 * dayMs, `${keptMs / dayMs} days`);
      });

      it('knows a request again by what was sent, and in records of before by that with its defaults filled in', async () => {
        const example = await make();
        const { caller, input } = example;
        const idempotencyKey = freshKey();
        const first = await caller.call(name, { ...input, idempotencyKey });
        const { scope, record } = await recordOf(example, idempotencyKey);
        const parsed = CONTRACTS.get(name)?.input.parse({ ...input, idempotencyKey });
        const { idempotencyKey: _key, ...filled } = Object(parsed);
        const { fingerprint, filledFingerprint } = keyedRequest('', '', '', { sent: input, filled });
        assert.equal((await record.get()).get('fingerprint'), fingerprint);
        await record.update({ fingerprint: filledFingerprint });
        await (await redisClient()).del(`replay:${scope}`);
        const replay = await caller.call(name, { ...input, idempotencyKey });
        if (replay.error?.details.code === 'rate/limited') return;
        assert.deepEqual(replay.result, { ...first.result, replayed: true });
      });

      it('asks the record and not Redis where Redis holds what it cannot read', async () => {
        const example = await make();
        const { caller, input } = example;
        const idempotencyKey = freshKey();
        const first = await caller.call(name, { ...input, idempotencyKey });
        const { scope } = await recordOf(example, idempotencyKey);
        for (const garbage of ['', 'null', '{', '{"fingerprint":1}']) {
          await (await redisClient()).set(`replay:${scope}`, garbage);
          const replay = await caller.call(name, { ...input, idempotencyKey });
          if (replay.error?.details.code === 'rate/limited') continue;
          assert.deepEqual(replay.result, { ...first.result, replayed: true });
        }
      });
    });
  }
});
