/** When a schedule runs, in minutes of the UTC day. */
interface Rhythm {
  readonly everyMinutes: number;
  readonly fromMinute: number;
}

const MINUTE_MS = 60_000;
const MINUTES_A_DAY = 1_440;

/** Throws for a schedule that is worded in another way than ours are; such a one has to be taught here. */
function rhythmOf(schedule: string): Rhythm {
  const [, minutes] = /^every (\d+) minutes$/.exec(schedule) ?? [];
  if (minutes !== undefined) return { everyMinutes: Number(minutes), fromMinute: 0 };
  const [, hour, minute] = /^every day (\d\d):(\d\d)$/.exec(schedule) ?? [];
  if (hour === undefined) throw new Error(`nobody knows how often "${schedule}" is`);
  return { everyMinutes: MINUTES_A_DAY, fromMinute: 60 * Number(hour) + Number(minute) };
}

export function runsADay(schedule: string): number {
  return MINUTES_A_DAY / rhythmOf(schedule).everyMinutes;
}

/** Whether it runs in the minute that `atMs` falls into. */
export function isDue(schedule: string, atMs: number): boolean {
  const { everyMinutes, fromMinute } = rhythmOf(schedule);
  const minute = Math.floor(atMs / MINUTE_MS) % MINUTES_A_DAY;
  return (minute - fromMinute + MINUTES_A_DAY) % everyMinutes === 0;
}
