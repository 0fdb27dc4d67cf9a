import { STAFF_WORDS } from '../checks/unnamed.ts';
import type { Answer } from '../core/answer.ts';
import { callableKind, type Deciding } from '../core/callableKind.ts';
import type { Kind } from '../core/operation.ts';
import type { Random } from '../core/random.ts';
import type { Scene } from '../core/scene.ts';
import { audit } from '../oracle/audits.ts';
import { dayNumber } from '../oracle/calendar.ts';
import { scopeOf, storedScope } from '../oracle/keys.ts';
import { claimBack, enterLedger, standOf } from '../oracle/ledger.ts';
import { type Adjustment, answered, MONEY, type Oracle, refused } from '../oracle/state.ts';
import { areOnePersons, countDoneAlone, doneAlone, refuseSecond } from '../oracle/twoPeople.ts';

/** Corrections by hand. The id of one that waits is what its asker was told, so approvals name the ask and look it up. */
export const kinds: readonly Kind[] = [
  callableKind({
    name: 'adjustBalance',
    weight: 10,
    access: 'admin',
    keyed: true,
    draw(scene, random) {
      const uid = scene.staff(random);
      const idempotencyKey = random.chance(0.04) ? (scene.asks.at(-1)?.key ?? 'first') : scene.nextName();
      if (scene.asks.length > 0 && random.chance(0.25)) {
        const pardon = random.chance(0.04) ? scene.pardons.at(-1) : undefined;
        const ask = pardon ?? random.pick(scene.asks);
        const through = pardon === undefined ? 'adjustBalance' : 'forgiveDebt';
        return { uid, data: { ask: [ask.uid, through, ask.key], idempotencyKey } };
      }
      scene.asks.push({ uid, key: idempotencyKey });
      const data = { ...drawCorrection(scene, random), reason: STAFF_WORDS.correction, idempotencyKey };
      return random.chance(0.03) ? { uid, data: { ...data, reason: 'short' }, invalid: true } : { uid, data };
    },
    wire: ({ ask, payee, ...data }, oracle) => {
      if (payee !== undefined) return { ...data, uid: payeeOf(oracle, payee) };
      return ask === undefined ? data : { ...data, adjustmentId: storedScope(ask) };
    },
    decide: (deciding) => (deciding.data.ask === undefined ? ask(deciding) : approve(deciding)),
  }),
];

function drawCorrection(scene: Scene, random: Random): any {
  // Somebody who is to be paid out falls into debt meanwhile.
  if (random.chance(0.05)) {
    return { payee: random.next(), currency: 'eth', amount: -random.int(100, 400), allowDebt: true };
  }
  const size = drawSize(random);
  const amount = random.chance(0.25) ? -size : size;
  const uid = random.pick(scene.players);
  const currency = random.pick(['coins', 'coins', 'coins', ...MONEY]);
  const expectedVersion = random.chance(0.15) ? { expectedVersion: random.int(0, 6) } : {};
  const allowDebt = random.chance(amount < 0 ? 0.6 : 0.05) ? { allowDebt: true } : {};
  return { uid, currency, amount, ...expectedVersion, ...allowDebt };
}

function payeeOf({ withdrawals, accounts }: Oracle, chance: number): string {
  const open = [...withdrawals.values()].filter(({ status }) => status === 'PENDING' || status === 'APPROVED');
  const uids = open.length > 0 ? open.map(({ uid }) => uid) : [...accounts.keys()];
  return uids[Math.floor(chance * uids.length)] ?? 'nobody';
}

/** Around the threshold of the second person, or what somebody can withdraw. */
function drawSize(random: Random): number {
  const luck = random.next();
  if (luck < 0.15) return random.int(9_990, 20_000);
  if (luck < 0.25) return random.int(50_000, 70_000);
  return luck < 0.6 ? random.int(500, 4_000) : random.int(1, 400);
}

function ask({ oracle, uid: admin, sent, rules, scope, nowMs, version }: Deciding): Answer {
  const { uid, currency, amount, expectedVersion, allowDebt = false } = sent;
  const account = oracle.accounts.get(uid);
  if (account === undefined) return refused('users/not-found');
  if (account.standing === 'deleted') return refused('users/deleted');
  if (areOnePersons(oracle, admin, uid)) return refused('staff/own-benefit');
  // A key outlives its record here, because it has named an adjustment.
  if (oracle.adjustments.has(scope)) return refused('idempotency/key-reused');
  if (expectedVersion !== undefined && expectedVersion !== account.entries.length) {
    return refused('wallet/version-conflict');
  }
  const applied = doneAlone(oracle, admin, nowMs) + Math.abs(amount) < rules.twoPersonFrom;
  const asked = { requestedBy: admin, askedAtMs: nowMs };
  const about = { uid, currency, amount, allowDebt, expectedVersion: expectedVersion ?? null, ...asked };
  const adjustment: Adjustment = { kind: 'correction', ...about, applied };
  const refusal = applied ? apply({ oracle, nowMs, version }, adjustment) : undefined;
  if (refusal !== undefined) return refusal;
  if (applied) countDoneAlone(oracle, admin, nowMs, Math.abs(amount));
  oracle.adjustments.set(scope, adjustment);
  audit(oracle, { actor: admin, action: 'adjustBalance', subject: `users/${uid}` });
  const status = applied ? 'APPLIED' : 'AWAITING_SECOND_PERSON';
  return answered({ status, ...standOf(account) });
}

function approve(deciding: Deciding): Answer {
  const { oracle, uid: admin, data } = deciding;
  const adjustment = oracle.adjustments.get(scopeOf(data.ask[0], data.ask[1], data.ask[2]));
  const second = { kind: 'correction', admin, nowMs: deciding.nowMs } as const;
  const wrong = refuseSecond(oracle, adjustment, second);
  if (wrong !== undefined || adjustment === undefined) return wrong ?? refused('wallet/unknown-adjustment');
  const refusal = apply(deciding, adjustment);
  if (refusal !== undefined) return refusal;
  adjustment.applied = true;
  audit(oracle, { actor: admin, action: 'adjustBalance', subject: `users/${adjustment.uid}` });
  const account = oracle.accounts.get(adjustment.uid);
  if (account === undefined) return refused('users/not-found');
  return answered({ status: 'APPLIED', ...standOf(account) });
}

function apply(
  { oracle, nowMs, version }: Pick<Deciding, 'oracle' | 'nowMs' | 'version'>,
  { uid, currency, amount, allowDebt, expectedVersion }: Adjustment,
): Answer | undefined {
  const account = oracle.accounts.get(uid);
  if (account === undefined) return refused('users/not-found');
  if (expectedVersion !== null && expectedVersion !== account.entries.length) return refused('wallet/version-conflict');
  const cause = { actor: 'staff', configVersion: version, day: dayNumber(nowMs) };
  if (amount < 0 && allowDebt) {
    claimBack(account, { currency, amount: -amount, to: 'adjustments', type: 'adjustment', reference: null, ...cause });
    return undefined;
  }
  const legs = { available: amount, adjustments: -amount };
  const entered = enterLedger(account, { type: 'adjustment', currency, legs, reference: null, ...cause });
  return entered ? undefined : refused('wallet/insufficient-balance');
}
