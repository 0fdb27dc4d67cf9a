import type { Decision } from '../../../functions/src/kernel/decision.ts';
import { detailProblems, type Method } from '../../../functions/src/kernel/payoutDetails.ts';
import { withdrawalErrors } from '../../../functions/src/withdrawals/contract.ts';
import { decideAmount, decideRequest } from '../../../functions/src/withdrawals/rules.ts';
import type { ShownAccount, ShownBalance } from '../account/shown.ts';

/** A withdrawal as a player fills it in. */
export interface WithdrawalForm {
  readonly amount: number;
  readonly method: Method;
  readonly paymentDetails: Readonly<Record<string, string>>;
}

export interface WithdrawalIssue {
  /** `amount`, a field of the payment details, or `account` where it is not the form that is wrong. */
  readonly field: string;
  /** The code with which the server would refuse it. */
  readonly code: string;
  /** In words for the player. */
  readonly message: string;
  /** The numbers that go with the code, such as `minAmount`, `winsMissing` or `retryAfterSeconds`. */
  readonly facts: Readonly<Record<string, unknown>>;
}

/**
 * All that the server would refuse in a withdrawal, by its own rules and as far as a device can know: it still looks at the
 * account, the device and the risk, and whether the bank of an IBAN exists. `lastRequestMs` is when the player last asked, for the
 * one request a day.
 */
export function withdrawalIssues(
  { amount, method, paymentDetails }: WithdrawalForm,
  { terms, lifetime, clockOffsetMs }: ShownAccount,
  { confirmed }: ShownBalance,
  lastRequestMs: number | null = null,
  nowMs = Date.now(),
): WithdrawalIssue[] {
  const { available } = confirmed.coins;
  const { gamesWon, adsWatched } = lifetime;
  const state = { amount, available, lastRequestMs, gamesWon, adsWatched };
  const whole = Number.isSafeInteger(amount) ? amount : Number.NaN;
  const details = [...detailProblems(method, paymentDetails)];
  return [
    ...refusalOf(decideAmount(whole, terms)),
    ...refusalOf(decideRequest(state, nowMs + clockOffsetMs, terms)),
    ...details.map(([field, { message }]) => ({ field, code: 'platform/invalid-input', message, facts: {} })),
  ];
}

const OF_AMOUNT = new Set<string>(
  [withdrawalErrors['amount-out-of-range'], withdrawalErrors['insufficient-balance']].map(({ code }) => code),
);

function refusalOf(decision: Decision<unknown>): WithdrawalIssue[] {
  if (decision.ok) return [];
  const { code, message } = decision.error;
  return [{ field: OF_AMOUNT.has(code) ? 'amount' : 'account', code, message, facts: decision.facts }];
}
