import { utcDay } from '../kernel/time.ts';
import type { BatchDay, Rider } from '../platform/manifest/rider.ts';
import { addStats, NO_STATS, type Stats } from './statsRules.ts';
import { lifetimeDoc, statsFields, todayDoc } from './store.ts';

/** What a player did in a lifetime: the sum of what every batch adds. */
const lifetime: Rider<ReturnType<typeof lifetimeDoc>['fields']> = {
  name: 'events.lifetime',
  user: lifetimeDoc,
  ride({ days }, { user }) {
    const { implausible, ...stats } = user.stats;
    const sum = [...days.values()].map(gained).reduce(addStats, stats);
    // Still there only where it could not be sealed; it must not be lost for that.
    return { user: { stats: implausible === undefined ? sum : { ...sum, implausible } } };
  },
};

/** What a player did today, as far as the batch is of today. */
const today: Rider<ReturnType<typeof todayDoc>['fields']> = {
  name: 'events.today',
  user: todayDoc,
  ride({ days, nowMs }) {
    const date = utcDay(nowMs);
    const day = days.get(date);
    return day === undefined ? {} : { user: { today: { date, ...statsFields.parse(day.total) } } };
  },
};

function gained({ added }: BatchDay): Stats {
  return { ...NO_STATS, ...added };
}

export const riders: readonly Rider[] = [lifetime, today];
