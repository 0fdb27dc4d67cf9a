import { type Decision, decided, refuse } from '../../src/kernel/decision.ts';
import { DAY_MS, SECOND_MS } from '../../src/kernel/time.ts';
import type { GreetingsConfig } from './config.ts';
import { greetingErrors } from './contract.ts';

/** How often the player has greeted with this greeting. */
export function decideGreeting(said: number, nowMs: number, { perDay }: GreetingsConfig): Decision<number> {
  if (said < perDay) return decided(said + 1);
  const retryAfterSeconds = Math.ceil((DAY_MS - (nowMs % DAY_MS)) / SECOND_MS);
  return refuse(greetingErrors.enough, { retryAfterSeconds });
}
