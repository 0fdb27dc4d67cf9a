import { eventErrors } from '../../../functions/src/events/contract.ts';
import { EarnPlayError, type Game } from '../index.ts';
import { dayOf } from './day.ts';
import { type DrawnSpin, nextSpin } from './spins.ts';

/** A claim that is recorded: it waits, and is credited like any event. */
export interface Claim {
  readonly key: string;
  /** What the balance shows for it from now on; undefined where this device cannot know it before the server answers. */
  readonly coins: number | undefined;
}

/** The longest that a claim waits to be priced before it does without. */
const PRICED_WITHIN_MS = 5_000;

const claiming = new WeakMap<Game, Promise<unknown>>();

/** Claims today's streak. Rejects with `events/daily-limit` where it is claimed already, also where that claim still waits. */
export function claimStreak(game: Game, nowMs?: number): Promise<Claim> {
  return inTurn(game, async () => {
    if (dayOf(game.account.value, nowMs).streak.isClaimed) throw limitReached();
    return priced(game, await game.record('STREAK_CLAIMED', {}));
  });
}

/**
 * Spins, and tells where the wheel stops before the server has answered: the server draws the very same. `drawn` is what the
 * prize follows from, where this device knows it. Rejects with `events/daily-limit` where no spin is left.
 */
export function spin(game: Game, nowMs?: number): Promise<Claim & { readonly drawn: DrawnSpin | undefined }> {
  return inTurn(game, async () => {
    const account = game.account.value;
    if (dayOf(account, nowMs).spinsLeft === 0) throw limitReached();
    const drawn = await nextSpin(account, nowMs);
    return { ...(await priced(game, await game.record('SPIN_CLAIMED', {}))), drawn };
  });
}

/** One claim after the other: two taps are two spins, and the second one looks at what the first one has left. */
function inTurn<Value>(game: Game, work: () => Promise<Value>): Promise<Value> {
  const turn = (claiming.get(game) ?? Promise.resolve()).then(work);
  claiming.set(
    game,
    turn.catch(() => {}),
  );
  return turn;
}

function limitReached(): EarnPlayError {
  const { code, message } = eventErrors['daily-limit'];
  return new EarnPlayError(code, message);
}

/** Once the event is shown: in what waits, or settled already. */
async function priced(game: Game, key: string): Promise<Claim> {
  const stops: (() => void)[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const coins = await new Promise<number | undefined>((resolve) => {
    timer = setTimeout(resolve, PRICED_WITHIN_MS, undefined);
    stops.push(
      game.account.subscribe(({ waiting }) => waiting.has(key) && resolve(waiting.get(key))),
      game.queue.subscribe(({ settled }) => {
        const found = settled.find((one) => one.key === key);
        if (found !== undefined) resolve(found.coins);
      }),
    );
  });
  clearTimeout(timer);
  for (const stop of stops) stop();
  return { key, coins };
}
