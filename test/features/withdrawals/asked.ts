import type { Answer, CallOptions } from '../../support/callable.ts';
import type { DarkPerson } from '../../support/darkWorld.ts';
import { eventually } from '../../support/eventually.ts';

/** Where tests of withdrawals want their money: everybody somewhere else. */
export function detailsOf({ uid }: Pick<DarkPerson, 'uid'>): Record<string, string> {
  return { email: `${uid}@example.com` };
}

export function askFor(player: DarkPerson, more: object = {}, options: CallOptions = {}): Promise<Answer> {
  const { deviceHash } = player;
  const input = { amount: 600, method: 'paypal', paymentDetails: detailsOf(player), deviceHash, ...more };
  return player.send('requestWithdrawal', input, options);
}

/** Sends a request again for as long as it is told to come later, as every client does. */
export function served(send: () => Promise<Answer>): Promise<Answer> {
  return eventually(async () => {
    const answer = await send();
    const { status } = answer.error ?? {};
    if (status === 'ABORTED' || status === 'RESOURCE_EXHAUSTED') throw new Error('still told to come later');
    return answer;
  }, 90_000);
}

/** Insists that it is granted; answers its id. */
export async function withdraw(player: DarkPerson, more: object = {}): Promise<string> {
  const { error, result } = await askFor(player, more);
  if (error !== undefined) throw new Error(`requestWithdrawal: ${JSON.stringify(error)}`);
  return result.withdrawalId;
}

/** Each step of a withdrawal: who takes it, with which call, from and to which state, and where the money is then. */
export interface Step {
  readonly name: string;
  readonly call: string;
  readonly by: 'player' | 'support';
  readonly input: Readonly<Record<string, unknown>>;
  readonly from: 'PENDING' | 'APPROVED';
  readonly to: string;
  readonly money: 'held' | 'back' | 'gone';
}

const APPROVE = { decision: 'approve' };
const REJECT = { decision: 'reject', reason: 'it looks wrong' };
const COMPLETE = { outcome: 'completed', reference: 'provider-1' };
const FAIL = { outcome: 'failed', reason: 'the bank said no' };

export const STEPS: readonly Step[] = [
  {
    name: 'cancel',
    call: 'cancelWithdrawal',
    by: 'player',
    input: {},
    from: 'PENDING',
    to: 'CANCELLED',
    money: 'back',
  },
  {
    name: 'approve',
    call: 'reviewWithdrawal',
    by: 'support',
    input: APPROVE,
    from: 'PENDING',
    to: 'APPROVED',
    money: 'held',
  },
  {
    name: 'reject',
    call: 'reviewWithdrawal',
    by: 'support',
    input: REJECT,
    from: 'PENDING',
    to: 'REJECTED',
    money: 'back',
  },
  {
    name: 'complete',
    call: 'completeWithdrawal',
    by: 'support',
    input: COMPLETE,
    from: 'APPROVED',
    to: 'COMPLETED',
    money: 'gone',
  },
  {
    name: 'fail',
    call: 'completeWithdrawal',
    by: 'support',
    input: FAIL,
    from: 'APPROVED',
    to: 'FAILED',
    money: 'back',
  },
];

/** What a player with `coins` coins has of them once a withdrawal of 600 has taken a step. */
export function coinsAfter(coins: number, { money }: Pick<Step, 'money'>): { available: number; locked: number } {
  const available = money === 'back' ? coins : coins - 600;
  return { available, locked: money === 'held' ? 600 : 0 };
}

/** Takes a step as whoever takes it. */
export function take(step: Step, people: People, withdrawalId: string, more: object = {}, options: CallOptions = {}) {
  const caller = step.by === 'player' ? people.player : people.support;
  return caller.send(step.call, { withdrawalId, ...step.input, ...more }, options);
}

export interface People {
  readonly player: DarkPerson;
  readonly support: DarkPerson;
}

/** Brings a fresh withdrawal to where a step begins. */
export async function bringTo(from: string, people: People, more: object = {}): Promise<string> {
  const withdrawalId = await withdraw(people.player, more);
  const path = PATHS[from] ?? [];
  for (const name of path) {
    const step = STEPS.find((one) => one.name === name);
    const { error } = step === undefined ? {} : await take(step, people, withdrawalId);
    if (step === undefined || error !== undefined) throw new Error(`${name}: ${JSON.stringify(error)}`);
  }
  return withdrawalId;
}

const PATHS: Readonly<Record<string, readonly string[]>> = {
  PENDING: [],
  APPROVED: ['approve'],
  CANCELLED: ['cancel'],
  REJECTED: ['reject'],
  COMPLETED: ['approve', 'complete'],
  FAILED: ['approve', 'fail'],
};
export const STATES = Object.keys(PATHS);
