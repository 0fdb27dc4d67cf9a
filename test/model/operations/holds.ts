import { Refused } from '../../../functions/src/kernel/decision.ts';
import { defineHold } from '../../../functions/src/kernel/posting.ts';
import { type Tx, transact } from '../../../functions/src/platform/storage/transaction.ts';
import { hasOwner } from '../../../functions/src/users/account.ts';
import { userErrors } from '../../../functions/src/users/contract.ts';
import { capture, hold, release } from '../../../functions/src/wallet/hold.ts';
import type { Answer } from '../core/answer.ts';
import type { Kind, Operation, Settled } from '../core/operation.ts';
import { dayNumber } from '../oracle/calendar.ts';
import { enterLedger } from '../oracle/ledger.ts';
import { answered, MONEY, type Oracle, refused } from '../oracle/state.ts';

/** Holds have no callable of their own: withdrawals, purchases and wagers use them. Here they are used as they are. */
const HELD = defineHold('model', { held: 'Set aside', captured: 'Taken', released: 'Given back' });
const ACTOR = 'system:model';

function causeOf({ id, atMs, skewMs }: Operation) {
  return { postedAtMs: atMs + skewMs, actor: ACTOR, correlationId: `operation-${id}`, configVersion: 0 };
}

function cause(nowMs: number) {
  return { actor: ACTOR, configVersion: 0, day: dayNumber(nowMs) };
}

/** As every use case does: nothing moves in the ledger of somebody who is gone. */
function ofOwner<T>({ params: { uid } }: Operation, work: (tx: Tx) => Promise<T>): Promise<T> {
  return transact(async (tx) => {
    if (!(await hasOwner(tx, uid))) throw new Refused(userErrors['not-found']);
    return await work(tx);
  });
}

export const kinds: readonly Kind[] = [
  {
    name: 'hold',
    weight: 7,
    draw(scene, random) {
      const [uid, holdId] = [random.pick(scene.players), scene.nextName()];
      const amount = random.int(1, random.pick([10, 200]));
      scene.holds.push({ uid, holdId, amount });
      const lifeMs = random.pick([60_000, 3_600_000, 86_400_000]) + random.int(0, 60_000);
      return {
        uid,
        holdId,
        amount,
        currency: random.pick(['coins', 'coins', ...MONEY]),
        expiresAtMs: scene.nowMs + lifeMs,
      };
    },
    run: (_system, operation) =>
      ofOwner(operation, (tx) => hold(tx, { ...operation.params, kind: HELD }, causeOf(operation))),
    settle(oracle, { operation, nowMs }) {
      const { uid, holdId, currency, amount, expiresAtMs } = operation.params;
      const account = oracle.accounts.get(uid);
      // A hold is named by its user; the same name again is a fault of the caller, not of a player.
      if (account === undefined || account.standing === 'deleted') return refused('users/not-found');
      if (oracle.holds.get(holdId)?.uid === uid) return refused('internal');
      const legs = { available: -amount, locked: amount };
      const entry = { type: 'hold.create', currency, legs, reference: holdId, ...cause(nowMs) };
      if (!enterLedger(account, entry)) return refused('wallet/insufficient-balance');
      oracle.holds.set(holdId, { uid, currency, amount, expiresAtMs, status: 'held', captured: 0 });
      return answered({});
    },
  },
  {
    name: 'capture',
    weight: 4,
    draw(scene, random) {
      if (scene.holds.length === 0) return;
      const { uid, holdId, amount } = random.pick(scene.holds.slice(-12));
      const whole = random.chance(0.5);
      return {
        uid,
        holdId,
        to: random.pick(['shop', 'payouts']),
        ...(whole ? {} : { amount: random.int(0, amount + 1) }),
      };
    },
    run: (_system, operation) => ofOwner(operation, (tx) => capture(tx, operation.params, causeOf(operation))),
    settle(oracle, settled) {
      const { to, amount } = settled.operation.params;
      return resolve(oracle, settled, (held, expiresAtMs): Resolved | Answer => {
        if (expiresAtMs <= settled.nowMs) return refused('wallet/hold-expired');
        const taken: number = amount ?? held;
        if (taken < 1 || taken > held) return refused('wallet/capture-too-large');
        const rest: Record<string, number> = held > taken ? { available: held - taken } : {};
        return { status: 'captured', taken, legs: { locked: -held, [to]: taken, ...rest } };
      });
    },
  },
  {
    name: 'release',
    weight: 3,
    draw(scene, random) {
      if (scene.holds.length === 0) return;
      const { uid, holdId } = random.pick(scene.holds.slice(-12));
      return random.chance(0.03) ? { uid, holdId: 'never-made' } : { uid, holdId };
    },
    run: (_system, operation) => ofOwner(operation, (tx) => release(tx, operation.params, causeOf(operation))),
    settle: (oracle, settled) =>
      resolve(oracle, settled, (held) => ({ status: 'released', taken: 0, legs: { locked: -held, available: held } })),
  },
];

interface Resolved {
  readonly status: 'captured' | 'released';
  readonly taken: number;
  readonly legs: Readonly<Record<string, number>>;
}

type Decide = (held: number, expiresAtMs: number) => Resolved | Answer;

function resolve(oracle: Oracle, settled: Settled, decide: Decide): Answer {
  const { uid, holdId } = settled.operation.params;
  const found = oracle.holds.get(holdId);
  const account = oracle.accounts.get(uid);
  if (account === undefined || account.standing === 'deleted') return refused('users/not-found');
  // Whoever had the uid before may have had it.
  if (found === undefined || found.uid !== uid) return refused('wallet/unknown-hold');
  if (found.status !== 'held') return refused('wallet/hold-resolved');
  const decided = decide(found.amount, found.expiresAtMs);
  if ('ok' in decided) return decided;
  const { status, taken, legs } = decided;
  const type = status === 'captured' ? 'hold.capture' : 'hold.release';
  enterLedger(account, { type, currency: found.currency, legs, reference: holdId, ...cause(settled.nowMs) });
  Object.assign(found, { status, captured: taken });
  return answered({});
}
