import { type Decision, decided, refuse } from '../kernel/decision.ts';
import type { ErrorEntry } from '../kernel/errors.ts';
import { DAY_MS, SECOND_MS } from '../kernel/time.ts';
import { staffErrors } from './contract.ts';

/**
 * Two-person control, whatever it is about: one person asks, another one confirms exactly what was asked, within a week.
 * What needs no second person by itself does so once all that one person did alone within a day comes to too much.
 */
export const ASK_KEPT_MS = 7 * DAY_MS;

export interface Ask {
  readonly requestedBy: string;
  /** Epoch milliseconds. */
  readonly createdAt: number;
}

/** When nobody can confirm it any more, epoch milliseconds. */
export function lapsesAtMs({ createdAt }: Pick<Ask, 'createdAt'>): number {
  return createdAt + ASK_KEPT_MS;
}

/** What a list says of it. */
export function waitOf(ask: Ask, nowMs: number) {
  const { requestedBy, createdAt: requestedAt } = ask;
  const ageSeconds = Math.max(0, Math.floor((nowMs - requestedAt) / SECOND_MS));
  return { requestedBy, requestedAt, ageSeconds, lapsesAt: lapsesAtMs(ask) };
}

/** Whether `second` may confirm it now; `samePerson` is how the domain words that another person has to. */
export function decideSecondPerson(
  ask: Ask,
  second: string,
  nowMs: number,
  samePerson: ErrorEntry = staffErrors['second-person-required'],
): Decision<Ask> {
  if (nowMs >= lapsesAtMs(ask)) return refuse(staffErrors['ask-lapsed'], { lapsedAt: lapsesAtMs(ask) });
  if (ask.requestedBy === second) return refuse(samePerson);
  return decided(ask);
}

/** Something that a person did without a second one: when, and how much it was. */
export interface DoneAlone {
  readonly atMs: number;
  /** In minor units, never negative: taking counts as giving does. */
  readonly amount: number;
}

/** What still counts: the last 24 hours. */
export function ofLastDay(done: readonly DoneAlone[], nowMs: number): readonly DoneAlone[] {
  return done.filter(({ atMs }) => atMs > nowMs - DAY_MS);
}

/** As many as are told apart; of more, the oldest two become one that counts for as long as the later of them. */
const MAX_DONE = 200;

export function addDone(done: readonly DoneAlone[], latest: DoneAlone): readonly DoneAlone[] {
  const [oldest, next, ...rest] = done;
  if (done.length < MAX_DONE || oldest === undefined || next === undefined) return [...done, latest];
  return [{ atMs: next.atMs, amount: oldest.amount + next.amount }, ...rest, latest];
}
