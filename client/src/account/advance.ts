import type { BatchDecision } from '../../../functions/src/events/rules.ts';
import { utcDay } from '../../../functions/src/kernel/time.ts';
import { type Prices, priceEvents, type WaitingEvent } from '../pricing/priceEvents.ts';
import type { BatchAnswer } from '../queue/deliver.ts';
import { report } from '../report.ts';
import type { AccountView } from './accountView.ts';

/**
 * The view after an answer. The listener will say the same a moment later; until then the credited events are applied
 * here by the rules, so that what is recorded meanwhile is priced as the next of its day.
 */
export async function advance(
  view: AccountView,
  answer: BatchAnswer,
  sent: readonly WaitingEvent[],
  prices: Prices,
): Promise<AccountView> {
  if (answer.version < view.version) return view;
  const confirmed = { ...view, version: answer.version, balances: answer.balances };
  // The same version means that the listener came first, with everything.
  if (answer.version === view.version) return confirmed;
  const credited = sent.filter((_, at) => answer.results[at]?.status === 'credited');
  const earned = { ...confirmed, coinsEarned: view.coinsEarned + answer.deltaCoins };
  const decision = await decisionOn(view, credited, prices);
  if (decision === undefined) return earned;
  const date = utcDay(answer.serverTime);
  const todays = decision.days.get(date)?.state.stats;
  return {
    ...earned,
    today: todays === undefined ? view.today : { date, stats: todays },
    streak: decision.streak,
  };
}

/** Undefined where they cannot be priced here: the listener will tell what they left. */
async function decisionOn(
  view: AccountView,
  credited: readonly WaitingEvent[],
  prices: Prices,
): Promise<BatchDecision | undefined> {
  try {
    return (await priceEvents(view, credited, prices)).decision;
  } catch (fault) {
    report(fault);
    return undefined;
  }
}
