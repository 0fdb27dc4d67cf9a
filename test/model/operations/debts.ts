import { STAFF_WORDS } from '../checks/unnamed.ts';
import type { Answer } from '../core/answer.ts';
import { callableKind, type Deciding } from '../core/callableKind.ts';
import type { Kind } from '../core/operation.ts';
import { audit } from '../oracle/audits.ts';
import { dayNumber } from '../oracle/calendar.ts';
import { scopeOf, storedScope } from '../oracle/keys.ts';
import { enterLedger, owesAnything, standOf } from '../oracle/ledger.ts';
import { type Account, type Adjustment, answered, MONEY, type Oracle, refused } from '../oracle/state.ts';
import { areOnePersons, refuseSecond } from '../oracle/twoPeople.ts';

/** What somebody owes is let go by two people; how it comes to be, and what pays it, is wherever money moves. */
export const kinds: readonly Kind[] = [
  callableKind({
    name: 'forgiveDebt',
    weight: 6,
    access: 'admin',
    keyed: true,
    draw(scene, random) {
      const uid = scene.staff(random);
      const idempotencyKey = random.chance(0.04) ? (scene.pardons.at(-1)?.key ?? 'first') : scene.nextName();
      if (scene.pardons.length > 0 && random.chance(0.5)) {
        const correction = random.chance(0.04) ? scene.asks.at(-1) : undefined;
        const ask = correction ?? random.pick(scene.pardons.slice(-6));
        const through = correction === undefined ? 'forgiveDebt' : 'adjustBalance';
        return { uid, data: { ask: [ask.uid, through, ask.key], idempotencyKey } };
      }
      scene.pardons.push({ uid, key: idempotencyKey });
      const share = random.pick(['all', 'all', 'some', 'more']);
      const data = { whose: random.next(), share, reason: STAFF_WORDS.pardon, idempotencyKey };
      return random.chance(0.03) ? { uid, data: { ...data, reason: 'short' }, invalid: true } : { uid, data };
    },
    wire: ({ ask, ...data }, oracle) =>
      ask === undefined ? owedSent(data, oracle) : { ...data, adjustmentId: storedScope(ask) },
    decide: (deciding) => (deciding.data.ask === undefined ? ask(deciding) : confirm(deciding)),
  }),
];

/** Somebody who owes now, where anybody does, and how much of it. */
function owedSent({ whose, share, ...rest }: any, oracle: Oracle): any {
  const accounts = [...oracle.accounts.values()];
  const debtors = accounts.filter(({ uid }) => owesAnything(oracle, uid));
  const among = debtors.length > 0 ? debtors : accounts;
  const account = among[Math.floor(whose * among.length)];
  const currency = MONEY.find((money) => (account?.debt[money] ?? 0) > 0) ?? 'coins';
  const owed = account?.debt[currency] ?? 0;
  const amount = { all: owed, some: Math.floor(owed / 2), more: owed + 1 }[String(share)] ?? 1;
  return { ...rest, uid: account?.uid ?? 'nobody', currency, amount: Math.max(1, amount) };
}

function ask({ oracle, uid: admin, sent, scope, nowMs }: Deciding): Answer {
  const { uid, currency, amount } = sent;
  const account = oracle.accounts.get(uid);
  if (account === undefined) return refused('users/not-found');
  if (account.standing === 'deleted') return refused('users/deleted');
  if (areOnePersons(oracle, admin, uid)) return refused('staff/own-benefit');
  if (oracle.adjustments.has(scope)) return refused('idempotency/key-reused');
  if (amount > account.debt[currency as keyof Account['debt']]) return refused('wallet/more-than-owed');
  const about = { uid, currency, amount, allowDebt: false, expectedVersion: null };
  const asked: Adjustment = { kind: 'forgiveness', ...about, requestedBy: admin, askedAtMs: nowMs, applied: false };
  oracle.adjustments.set(scope, asked);
  audit(oracle, { actor: admin, action: 'forgiveDebt', subject: `users/${uid}` });
  return answered({ status: 'AWAITING_SECOND_PERSON', ...standOf(account) });
}

function confirm({ oracle, uid: admin, data, nowMs, version }: Deciding): Answer {
  const asked = oracle.adjustments.get(scopeOf(data.ask[0], data.ask[1], data.ask[2]));
  const refusal = refuseSecond(oracle, asked, { kind: 'forgiveness', admin, nowMs });
  const account = oracle.accounts.get(asked?.uid ?? '');
  if (refusal !== undefined) return refusal;
  if (asked === undefined || account === undefined) return refused('users/not-found');
  const { uid, currency } = asked;
  // What was paid meanwhile is not let go any more.
  const amount = Math.min(asked.amount, account.debt[currency]);
  if (amount === 0) return refused('wallet/more-than-owed');
  const legs = { debt: amount, adjustments: -amount };
  const cause = { actor: 'staff', configVersion: version, day: dayNumber(nowMs) };
  enterLedger(account, { type: 'debt.forgiven', currency, legs, reference: null, ...cause });
  asked.applied = true;
  audit(oracle, { actor: admin, action: 'forgiveDebt', subject: `users/${uid}` });
  return answered({ status: 'APPLIED', ...standOf(account) });
}
