import { transact } from '../../../functions/src/platform/storage/transaction.ts';
import { capture, hold, release } from '../../../functions/src/wallet/hold.ts';
import type { Answer } from '../core/answer.ts';
import type { Kind, Operation, Settled } from '../core/operation.ts';
import { dayNumber } from '../oracle/calendar.ts';
import { enterLedger } from '../oracle/ledger.ts';
import { answered, MONEY, type Oracle, refused } from '../oracle/state.ts';

/** Holds have no callable of their own: withdrawals, purchases and wagers use them. Here they are used as they are. */
const ACTOR = 'system:model';

function causeOf({ id, atMs, skewMs }: Operation) {
  return { postedAtMs: atMs + skewMs, actor: ACTOR, correlationId: `operation-${id}`, configVersion: 0 };
}

function cause(nowMs: number) {
  return { actor: ACTOR, configVersion: 0, day: dayNumber(nowMs) };
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
      transact((tx) => hold(tx, { ...operation.params, reference: 'model' }, causeOf(operation))),
    settle(oracle, { operation, nowMs }) {
      const { uid, holdId, currency, amount, expiresAtMs } = operation.params;
      const account = oracle.accounts.get(uid);
      // A hold is named by its user; the same name again is a fault of the caller, not of a player.
      if (account === undefined || oracle.holds.has(holdId)) return refused('internal');
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
    run: (_system, operation) => transact((tx) => capture(tx, operation.params, causeOf(operation))),
    settle(oracle, settled) {
      const { to, amount } = settled.operation.params;
      return resolve(oracle, settled, (held): Resolved | Answer => {
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
    run: (_system, operation) => transact((tx) => release(tx, operation.params, causeOf(operation))),
    settle: (oracle, settled) =>
      resolve(oracle, settled, (held) => ({ status: 'released', taken: 0, legs: { locked: -held, available: held } })),
  },
];

interface Resolved {
  readonly status: 'captured' | 'released';
  readonly taken: number;
  readonly legs: Readonly<Record<string, number>>;
}

function resolve(oracle: Oracle, settled: Settled, decide: (held: number) => Resolved | Answer): Answer {
  const { uid, holdId } = settled.operation.params;
  const found = oracle.holds.get(holdId);
  const account = oracle.accounts.get(uid);
  if (found === undefined || account === undefined) return refused('wallet/unknown-hold');
  if (found.status !== 'held') return refused('wallet/hold-resolved');
  const decided = decide(found.amount);
  if ('ok' in decided) return decided;
  const { status, taken, legs } = decided;
  const type = status === 'captured' ? 'hold.capture' : 'hold.release';
  enterLedger(account, { type, currency: found.currency, legs, reference: holdId, ...cause(settled.nowMs) });
  Object.assign(found, { status, captured: taken });
  return answered({});
}
