/**
 * A typical player's day: 29 rewarded actions (a streak claim, 3 spins, 15 wins, 10 ads) in 3 sessions of about five
 * minutes, one action every half minute, as casual games are played. In each session the player opens the profile once;
 * a session ends with the app going to the background. Pure data: every design plays this same day.
 */
export type Action =
  | { readonly type: 'GAME_WON'; readonly metadata: { readonly gameName: string; readonly durationSeconds: number } }
  | { readonly type: 'AD_WATCHED'; readonly metadata: { readonly adUnit: string } }
  | { readonly type: 'SPIN_CLAIMED' | 'STREAK_CLAIMED'; readonly metadata: object };

export interface Step {
  /** Seconds since the session began. */
  readonly atSecond: number;
  readonly action: Action | 'open-profile';
}

export interface SessionPlan {
  readonly steps: readonly Step[];
  readonly endsAtSecond: number;
}

const SECONDS_AN_ACTION = 30;
const PROFILE_AFTER = 4;

const WIN: Action = { type: 'GAME_WON', metadata: { gameName: 'tic-tac-toe', durationSeconds: 25 } };
const AD: Action = { type: 'AD_WATCHED', metadata: { adUnit: 'rewarded' } };
const SPIN: Action = { type: 'SPIN_CLAIMED', metadata: {} };
const STREAK: Action = { type: 'STREAK_CLAIMED', metadata: {} };

const MORNING = [STREAK, SPIN, WIN, AD, WIN, WIN, AD, WIN, AD, WIN];
const NOON = [SPIN, WIN, AD, WIN, WIN, AD, WIN, WIN, AD];
const EVENING = [SPIN, WIN, AD, WIN, AD, WIN, AD, WIN, AD, WIN];

export const TYPICAL_DAY: readonly SessionPlan[] = [MORNING, NOON, EVENING].map(sessionOf);

function sessionOf(actions: readonly Action[]): SessionPlan {
  const steps: Step[] = actions.map((action, at) => ({ atSecond: (at + 1) * SECONDS_AN_ACTION, action }));
  steps.splice(PROFILE_AFTER, 0, { atSecond: PROFILE_AFTER * SECONDS_AN_ACTION + 5, action: 'open-profile' });
  return { steps, endsAtSecond: (actions.length + 1) * SECONDS_AN_ACTION };
}

export function actionsOf(day: readonly SessionPlan[]): Action[] {
  return day.flatMap(({ steps }) => steps.flatMap(({ action }) => (action === 'open-profile' ? [] : [action])));
}

export const REWARDED_ACTIONS = 29;
export const SESSIONS_A_DAY = TYPICAL_DAY.length;
export const PROFILES_A_DAY = SESSIONS_A_DAY;
export const WITHDRAWALS_A_MONTH = 1;
