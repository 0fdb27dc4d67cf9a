import { type Decision, decided, refuse } from '../kernel/decision.ts';
import { mailboxOf } from '../kernel/mailbox.ts';
import { DAY_MS, dayStartMs, SECOND_MS, utcDay } from '../kernel/time.ts';
import { plainCode, withoutOuterBlanks } from '../kernel/typedText.ts';
import type { WithdrawalsConfig } from './config.ts';
import { type STATUSES, withdrawalErrors } from './contract.ts';

/** Who may ask for what, and how a withdrawal moves from state to state: each step is legal or refused. */
export type Status = (typeof STATUSES)[number];
export type Action = 'approve' | 'reject' | 'complete' | 'fail' | 'cancel';

const STEPS: Readonly<Record<Action, { readonly from: Status; readonly to: Status }>> = {
  approve: { from: 'PENDING', to: 'APPROVED' },
  reject: { from: 'PENDING', to: 'REJECTED' },
  cancel: { from: 'PENDING', to: 'CANCELLED' },
  complete: { from: 'APPROVED', to: 'COMPLETED' },
  fail: { from: 'APPROVED', to: 'FAILED' },
};

export function nextStatus(status: Status, action: Action): Decision<Status> {
  const step = STEPS[action];
  return step.from === status ? decided(step.to) : refuse(withdrawalErrors['wrong-state'], { status });
}

export interface RequestState {
  readonly amount: number;
  readonly available: number;
  /** Instant of the account's last request, epoch milliseconds; null before the first. */
  readonly lastRequestMs: number | null;
  readonly gamesWon: number;
  readonly adsWatched: number;
}

export function decideAmount(
  amount: number,
  { minAmount, maxAmount }: Pick<WithdrawalsConfig, 'minAmount' | 'maxAmount'>,
): Decision<number> {
  if (amount >= minAmount && amount <= maxAmount) return decided(amount);
  return refuse(withdrawalErrors['amount-out-of-range'], { minAmount, maxAmount });
}

/** The checks after device and account, in the order in which a player is told: balance, frequency, activity. */
export function decideRequest(
  state: RequestState,
  nowMs: number,
  config: Pick<WithdrawalsConfig, 'minGamesWon' | 'minAdsWatched'>,
): Decision<number> {
  const { amount, available } = state;
  if (available < amount) return refuse(withdrawalErrors['insufficient-balance'], { available });
  const waitMs = waitOf(state.lastRequestMs, nowMs);
  if (waitMs > 0) return refuse(withdrawalErrors['too-soon'], { retryAfterSeconds: Math.ceil(waitMs / SECOND_MS) });
  const missing = {
    winsMissing: Math.max(0, config.minGamesWon - state.gamesWon),
    adsMissing: Math.max(0, config.minAdsWatched - state.adsWatched),
  };
  if (missing.winsMissing > 0 || missing.adsMissing > 0) {
    return refuse(withdrawalErrors['not-active-enough'], missing);
  }
  return decided(amount);
}

/** One request in 24 hours, and one for each UTC day. */
function waitOf(lastMs: number | null, nowMs: number): number {
  if (lastMs === null) return 0;
  const dayMs = lastMs + DAY_MS - nowMs;
  const calendarMs = utcDay(lastMs) === utcDay(nowMs) ? dayStartMs(utcDay(nowMs)) + DAY_MS - nowMs : 0;
  return Math.max(dayMs, calendarMs);
}

export type PaymentDetails = Readonly<Record<string, string>>;

/** What makes a destination one and the same, however it is written; never stored as it is. */
export function destinationOf({ iban, address, email = '' }: PaymentDetails): string {
  if (iban !== undefined) return `iban:${plainCode(iban)}`;
  if (address !== undefined) return `address:${withoutOuterBlanks(address).toLowerCase()}`;
  return `email:${mailboxOf(email)}`;
}

/** The same as it was told apart before mailboxes had one form; stored destinations go by it. */
export function writtenDestinationOf(details: PaymentDetails): string {
  const { iban, address, email = '' } = details;
  const isMailbox = iban === undefined && address === undefined;
  return isMailbox ? `email:${email.trim().toLowerCase()}` : destinationOf(details);
}

/** Whether a withdrawal may come nearer to being paid: its status first, then whether its payee may act at all. */
export function decidePayment(status: Status, step: 'approve' | 'complete', standing: string): Decision<Status> {
  const next = nextStatus(status, step);
  return next.ok && standing !== 'active' ? refuse(withdrawalErrors['not-payable'], { standing }) : next;
}

/** Different people who must approve before a withdrawal goes on. */
export function approvalsNeeded(amount: number, config: WithdrawalsConfig): number {
  return amount >= config.twoPersonFrom ? 2 : 1;
}

/** Adds an approval; nobody approves twice. */
export function addApproval(approvals: readonly string[], reviewer: string): Decision<readonly string[]> {
  if (approvals.includes(reviewer)) return refuse(withdrawalErrors['same-reviewer']);
  return decided([...approvals, reviewer]);
}
