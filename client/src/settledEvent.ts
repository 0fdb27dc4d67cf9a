import { eventErrors } from '../../functions/src/events/contract.ts';
import type { Settled } from './queue/state.ts';

/** What became of an event, as a game tells its player. */
export interface SettledEvent extends Settled {
  /** What the balance had shown for it while it waited; a rejection takes it back. */
  readonly shownCoins: number;
  /** The reason of a rejection in words for the player. */
  readonly message: string | null;
}

const MESSAGES: ReadonlyMap<string, string> = new Map(Object.values(eventErrors).map((one) => [one.code, one.message]));

export function settledEvent(settled: Settled, shown: ReadonlyMap<string, number>): SettledEvent {
  const message = settled.code === null ? null : (MESSAGES.get(settled.code) ?? 'This activity was not counted.');
  return { ...settled, shownCoins: shown.get(settled.key) ?? settled.coins, message };
}
