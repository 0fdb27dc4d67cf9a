import { createHash } from 'node:crypto';
import type { Answer } from '../core/answer.ts';
import { callableKind, type Deciding } from '../core/callableKind.ts';
import type { Kind } from '../core/operation.ts';
import type { Random } from '../core/random.ts';
import { audit } from '../oracle/audits.ts';
import { dayNumber } from '../oracle/calendar.ts';
import { scopeOf } from '../oracle/keys.ts';
import { balancesOf, enterLedger } from '../oracle/ledger.ts';
import { type Adjustment, answered, MONEY, refused } from '../oracle/state.ts';

/** Corrections by hand. The id of one that waits is what its asker was told, so approvals name the ask and look it up. */
export const kinds: readonly Kind[] = [
  callableKind({
    name: 'adjustBalance',
    weight: 10,
    access: 'admin',
    keyed: true,
    draw(scene, random) {
      const uid = random.pick([...scene.admins, ...scene.admins, ...scene.helpers]);
      const idempotencyKey = random.chance(0.04) ? (scene.asks.at(-1)?.key ?? 'first') : scene.nextName();
      if (scene.asks.length > 0 && random.chance(0.25)) {
        const ask = random.pick(scene.asks);
        return { uid, data: { ask: [ask.uid, 'adjustBalance', ask.key], idempotencyKey } };
      }
      scene.asks.push({ uid, key: idempotencyKey });
      const size = drawSize(random);
      const amount = random.chance(0.25) ? -size : size;
      const expectedVersion = random.chance(0.15) ? { expectedVersion: random.int(0, 6) } : {};
      const about = {
        currency: random.pick(['coins', 'coins', 'coins', ...MONEY]),
        reason: 'a correction by hand',
        ...expectedVersion,
      };
      const data = { uid: random.pick(scene.players), amount, ...about, idempotencyKey };
      return random.chance(0.03) ? { uid, data: { ...data, reason: 'short' }, invalid: true } : { uid, data };
    },
    wire: ({ ask, ...data }) => (ask === undefined ? data : { ...data, adjustmentId: adjustmentIdOf(ask) }),
    decide: (deciding) => (deciding.data.ask === undefined ? ask(deciding) : approve(deciding)),
  }),
];

/** Around the threshold of the second person, or what somebody can withdraw. */
function drawSize(random: Random): number {
  const luck = random.next();
  if (luck < 0.15) return random.int(9_990, 20_000);
  if (luck < 0.25) return random.int(50_000, 70_000);
  return luck < 0.6 ? random.int(500, 4_000) : random.int(1, 400);
}

/** As `adjustBalance` has told its caller: who asked, through what, with which key. */
function adjustmentIdOf(ask: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(ask)).digest('hex');
}

function ask({ oracle, uid: admin, data, rules, scope, ...rest }: Deciding): Answer {
  const { uid, currency, amount, expectedVersion } = data;
  const account = oracle.accounts.get(uid);
  if (account === undefined) return refused('users/not-found');
  // A key outlives its record here, because it has named an adjustment.
  if (oracle.adjustments.has(scope)) return refused('idempotency/key-reused');
  if (expectedVersion !== undefined && expectedVersion !== account.entries.length) {
    return refused('wallet/version-conflict');
  }
  const applied = Math.abs(amount) < rules.twoPersonFrom;
  const about = { uid, currency, amount, expectedVersion: expectedVersion ?? null, requestedBy: admin };
  const adjustment: Adjustment = { ...about, applied };
  const refusal = applied ? apply({ oracle, uid: admin, ...rest }, adjustment) : undefined;
  if (refusal !== undefined) return refusal;
  oracle.adjustments.set(scope, adjustment);
  audit(oracle, { actor: admin, action: 'adjustBalance', subject: `users/${uid}` });
  const status = applied ? 'APPLIED' : 'AWAITING_SECOND_PERSON';
  return answered({ status, balances: balancesOf(account), version: account.entries.length });
}

function approve(deciding: Deciding): Answer {
  const { oracle, uid: admin, data } = deciding;
  const adjustment = oracle.adjustments.get(scopeOf(data.ask[0], data.ask[1], data.ask[2]));
  if (adjustment === undefined || adjustment.applied) return refused('wallet/unknown-adjustment');
  if (adjustment.requestedBy === admin) return refused('wallet/second-person-required');
  const refusal = apply(deciding, adjustment);
  if (refusal !== undefined) return refusal;
  adjustment.applied = true;
  audit(oracle, { actor: admin, action: 'adjustBalance', subject: `users/${adjustment.uid}` });
  const account = oracle.accounts.get(adjustment.uid);
  if (account === undefined) return refused('users/not-found');
  return answered({ status: 'APPLIED', balances: balancesOf(account), version: account.entries.length });
}

function apply(
  { oracle, uid: admin, nowMs, version }: Pick<Deciding, 'oracle' | 'uid' | 'nowMs' | 'version'>,
  { uid, currency, amount, expectedVersion }: Adjustment,
): Answer | undefined {
  const account = oracle.accounts.get(uid);
  if (account === undefined) return refused('users/not-found');
  if (expectedVersion !== null && expectedVersion !== account.entries.length) return refused('wallet/version-conflict');
  const legs = { available: amount, adjustments: -amount };
  const cause = { actor: admin, configVersion: version, day: dayNumber(nowMs) };
  const entered = enterLedger(account, { type: 'adjustment', currency, legs, reference: null, ...cause });
  return entered ? undefined : refused('wallet/insufficient-balance');
}
