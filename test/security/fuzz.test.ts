import assert from 'node:assert/strict';
import fc from 'fast-check';
import { callables, defaultEconomyConfig, errorCatalogues } from '../../functions/src/contract.ts';
import type { CallableContract } from '../../functions/src/kernel/contract.ts';
import { type Answer, callRaw } from '../support/callable.ts';
import { freshSeed } from '../support/freshSeed.ts';
import { FunctionServer } from '../support/functionServer.ts';
import { someOf } from '../support/someOf.ts';
import { freshAddress, type Player, world } from '../support/world.ts';
import { baseOf, edgeBatches } from './fuzzBases.ts';
import { changes, heavyValues, hostile, hostileBodies, hostileValues } from './fuzzPayloads.ts';

/**
 * Whatever comes in, each callable answers with success or a catalogued refusal, never fails by itself, and leaves the
 * ledger of the player as it was. A fixed seed keeps what was once found; a fresh one, printed, goes on looking.
 */
const FIXED_SEED = 20_261_120;
const drawnSeed = freshSeed();
/** Callables a run, others in each, so that it takes no longer when there are more of them. */
const A_RUN = 12;
const CHOSEN = someOf(Object.entries<CallableContract>(callables), A_RUN);
/** Bred payloads for each of them and each of the two seeds. */
const RUNS = 30;

const catalogued = new Set<string>(
  errorCatalogues.flatMap((catalogue) => Object.values(catalogue)).map(({ code }) => code),
);

function check(answer: Answer, body: string): void {
  const sent = body.length > 500 ? `${body.slice(0, 500)}… (${body.length})` : body;
  const { httpStatus, error } = answer;
  assert.ok(httpStatus < 500, `${httpStatus} ${JSON.stringify(error)} for ${sent}`);
  if (httpStatus === 200) return;
  const code = error?.details?.code;
  // What is no callable request, or comes from nobody, never reaches our handler: the SDK or the body parser refuses it.
  if (code === undefined)
    assert.ok([400, 401, 413, 415].includes(httpStatus), `${httpStatus} without a code for ${sent}`);
  else assert.ok(catalogued.has(code) && code !== 'platform/internal', `${code} for ${sent}`);
}

/** Callables after whose success the caller is nobody any more. */
const ENDS_ACCOUNTS = new Set(['deleteAccount', 'signOutEverywhere']);

/**
 * Callers enough for the rate limits, which count for each function by itself: every third is signed in and has no
 * account yet.
 */
class Crowd {
  readonly #members = new Map<string, Promise<Player>>();

  member(access: 'player' | 'role' | 'permission', index: number): Promise<Player> {
    const key = `${access === 'player' ? 'player' : 'staff'} ${index}`;
    const known = this.#members.get(key) ?? this.#join(access, index);
    this.#members.set(key, known);
    return known;
  }

  #join(access: 'player' | 'role' | 'permission', index: number): Promise<Player> {
    if (access !== 'player') return world.staff('admin');
    return index % 3 === 2 ? world.visitor() : world.player();
  }
}

const everybody = new Crowd();

describe('hostile payloads', function () {
  this.timeout(120_000);
  // One instance that serves every function: the emulator would take most of the time to start a process for each.
  let instance: FunctionServer;
  let target: Player;
  let admin: Player;
  let expected = '';

  const ledger = async () => JSON.stringify(await target.ledger());

  before(async () => {
    instance = await FunctionServer.start();
    [target, admin] = [await world.player(), await world.staff('admin')];
    const input = { uid: target.uid, currency: 'coins', amount: 100, reason: 'something to lose' };
    await admin.call('adjustBalance', { ...input, idempotencyKey: 'fuzz' });
    expected = await ledger();
  });
  after(() => instance.stop());

  for (const [name, contract] of CHOSEN) {
    describe(name, () => {
      const { rateLimits } = defaultEconomyConfig;
      const callsEach = (rateLimits.functions[name] ?? rateLimits.default).perUid ?? rateLimits.default.perUid ?? 1;
      const crowd = ENDS_ACCOUNTS.has(name) ? new Crowd() : everybody;
      let calls = 0;

      async function send(body: string, contentType = 'application/json'): Promise<void> {
        const caller = await crowd.member(contract.access.kind, Math.floor(calls / callsEach));
        calls += 1;
        const headers = { 'x-forwarded-for': freshAddress(), 'content-type': contentType };
        const answer = await callRaw(name, body, { idToken: caller.idToken, headers, url: instance.url });
        check(answer, body);
        // Staff may change the ledger, if hostile changes happen to leave a valid request.
        if (answer.httpStatus === 200 && contract.access.kind !== 'player') expected = await ledger();
      }

      it('survives each hostile value in the place of each field', async () => {
        const base = baseOf(name, target.uid);
        const fields = Object.keys(base);
        for (const [index, value] of hostileValues.entries()) {
          const text = JSON.stringify({ ...base, idempotencyKey: undefined });
          const field = fields[index % fields.length] ?? '';
          const replaced = fields.map(
            (key) => `${JSON.stringify(key)}:${key === field ? value : JSON.stringify(base[key])}`,
          );
          await send(`{"data":{${replaced.join(',')}}}`);
          await send(`{"data":${text.slice(0, -1)},"__proto__":${value}}}`);
        }
      });

      it('survives huge and deep payloads', async () => {
        for (const value of heavyValues) {
          await send(`{"data":${value}}`);
          await send(`{"data":{"idempotencyKey":${value},"deviceHash":${value}}}`);
        }
      });

      it('survives bodies that are no callable request', async () => {
        for (const body of hostileBodies) await send(body);
        for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/json; charset=x', '']) {
          await send('{"data":{}}', type);
        }
      });

      for (const seed of [FIXED_SEED, drawnSeed]) {
        it(`survives what seed ${seed} breeds from a valid request`, async () => {
          const property = fc.asyncProperty(changes, (made) =>
            send(`{"data":${hostile(baseOf(name, target.uid), made)}}`),
          );
          await fc.assert(property, { seed, numRuns: RUNS, endOnFailure: true });
        });
      }

      afterEach('and leaves the ledger as it was', async () => assert.equal(await ledger(), expected));
    });
  }

  it('batchEvents answers each event at the edges by itself, and credits nothing for it', async () => {
    for (const batch of edgeBatches()) {
      const player = await world.player();
      const data = JSON.stringify({ data: batch });
      const answer = await callRaw('batchEvents', data, {
        idToken: player.idToken,
        url: instance.url,
        headers: { 'x-forwarded-for': player.address },
      });
      check(answer, data);
      assert.equal((await player.stored()).balances.coins.available, 0);
    }
  });

  it('that lie exactly on the edge of the window are taken, and one past it is not', async () => {
    const player = await world.player({ daysOld: 8 });
    const sendAt = async (offsets: readonly number[]) => {
      const startedMs = Date.now();
      const events = offsets.map((offset, index) => {
        const metadata = { gameName: 'chess', durationSeconds: 1 };
        return { idempotencyKey: `edge-${index}`, type: 'GAME_LOST', occurredAt: startedMs + offset, metadata };
      });
      const { result } = await player.call('batchEvents', { events });
      // The server's clock read a little later than ours did when the instants were written.
      return { lateMs: result.serverTime - startedMs, statuses: result.results.map((one: any) => one.status) };
    };
    const week = 7 * 86_400_000;
    const { lateMs, statuses } = await sendAt([-week - 1, -week + 60_000, 299_000, 300_000, 360_001]);
    assert.ok(lateMs >= 0 && lateMs < 60_000);
    assert.deepEqual(statuses, ['rejected', 'credited', 'credited', 'credited', 'rejected']);
  });
});
