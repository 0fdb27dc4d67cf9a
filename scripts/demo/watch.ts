import type { Game, SettledEvent } from '../../client/src/index.ts';

/** What a game shows its player, for the story to look at. */
export function collect(game: Game): SettledEvent[] {
  const settled: SettledEvent[] = [];
  game.events.subscribe((event) => settled.push(event));
  return settled;
}

export function shows(game: Game, available: number, locked = 0): boolean {
  const { confirmed, pendingCoins } = game.balance.value;
  return confirmed.coins.available === available && confirmed.coins.locked === locked && pendingCoins === 0;
}

export function sum(settled: readonly SettledEvent[]): number {
  return settled.reduce((total, { coins }) => total + coins, 0);
}
