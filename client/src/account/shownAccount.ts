import type { BatchDecision } from '../../../functions/src/events/rules.ts';
import { NO_STATS } from '../../../functions/src/events/statsRules.ts';
import { DEFAULT_EVENTS, DEFAULT_TERMS } from '../generated/defaultConfig.ts';
import { type AccountView, knownDays, NO_ACCOUNT } from './accountView.ts';
import type { ShownAccount, ShownDay } from './shown.ts';

export const NO_SHOWN_ACCOUNT: ShownAccount = {
  days: {},
  streak: NO_ACCOUNT.streak,
  spinSeeds: [],
  waiting: new Map(),
  lifetime: NO_STATS,
  prices: DEFAULT_EVENTS,
  terms: DEFAULT_TERMS,
  clockOffsetMs: 0,
};

/** The account with what waits; without a decision nothing that waits could be priced. */
export function shownAccount(
  view: AccountView,
  { prices, terms }: Pick<ShownAccount, 'prices' | 'terms'>,
  clockOffsetMs: number,
  priced: { readonly decision: BatchDecision | undefined; readonly coins: ReadonlyMap<string, number> },
): ShownAccount {
  const { decision, coins } = priced;
  const days = new Map<string, ShownDay>();
  for (const [date, { stats }] of knownDays(view)) days.set(date, { stats, waitingWins: {} });
  for (const [date, { state }] of decision?.days ?? []) {
    days.set(date, { stats: state.stats, waitingWins: state.winsByGame });
  }
  return {
    days: Object.fromEntries(days),
    streak: decision?.streak ?? view.streak,
    spinSeeds: view.spinSeeds,
    waiting: coins,
    lifetime: view.lifetime,
    prices,
    terms,
    clockOffsetMs,
  };
}
