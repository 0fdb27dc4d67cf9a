import { type Check, counted, type Problem } from '../check.ts';
import type { Endpoint, ScheduleTrigger } from '../rehearsal.ts';

/** Cloud Scheduler's own bounds of a job's retries. */
const MAX_RETRIES = 5;
const MAX_DOUBLINGS = 16;

const TIME = String.raw`(?:[01]?\d|2[0-3]):[0-5]\d`;
const DAY = '(?:sun|mon|tue|wed|thu|fri|sat)[a-z]*';
const MONTH = '(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*';
const ORDINAL = '(?:1st|2nd|3rd|4th|5th|first|second|third|fourth|fifth|every)';
/** App Engine's syntax, as far as Cloud Scheduler documents it. */
const SPOKEN = [
  new RegExp(`^every [1-9]\\d* (?:minutes?|mins?|hours?)(?: from ${TIME} to ${TIME}| synchronized)?$`, 'i'),
  new RegExp(
    `^${ORDINAL}(?:,${ORDINAL})* (?:day|${DAY}(?:,${DAY})*)(?: of (?:month|${MONTH}(?:,${MONTH})*))? ${TIME}$`,
    'i',
  ),
];
/** The five fields of unix-cron, with what each may be. */
const CRON_RANGES = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 7],
] as const;

export const schedules: Check = {
  name: 'schedules',
  judge: ({ endpoints }) => {
    const scheduled = endpoints.flatMap(({ id, scheduleTrigger }) =>
      scheduleTrigger === undefined ? [] : [{ id, ...scheduleTrigger }],
    );
    return {
      fine: `${counted(scheduled.length, 'schedule')} with a time zone and retries that Cloud Scheduler takes`,
      problems: scheduled.flatMap(problemsOfOne),
    };
  },
};

function problemsOfOne({ id, schedule, timeZone, retryConfig }: ScheduleTrigger & Pick<Endpoint, 'id'>): Problem[] {
  const problems: Problem[] = [];
  if (!isSchedule(schedule)) {
    const remedy = 'Write five fields of cron, or "every 5 minutes", or "every day 03:15".';
    problems.push({ what: `${id} runs at "${schedule}", which is no schedule`, remedy });
  }
  if (!isTimeZone(timeZone)) {
    const remedy = 'Name a zone of the tz database; Etc/UTC has no hour that is missing or comes twice.';
    problems.push({ what: `${id} has the time zone "${timeZone ?? ''}"`, remedy });
  }
  const { retryCount, maxDoublings, minBackoffSeconds, maxBackoffSeconds } = retryConfig ?? {};
  if ((retryCount ?? 0) > MAX_RETRIES || (maxDoublings ?? 0) > MAX_DOUBLINGS) {
    const remedy = `Retry ${MAX_RETRIES} times and double the wait ${MAX_DOUBLINGS} times at most.`;
    problems.push({ what: `${id} retries more often than Cloud Scheduler does`, remedy });
  }
  if ((minBackoffSeconds ?? 0) > (maxBackoffSeconds ?? Number.POSITIVE_INFINITY)) {
    problems.push({ what: `${id} waits longer at least than at most`, remedy: 'Swap the two.' });
  }
  return problems;
}

function isSchedule(text: string): boolean {
  return SPOKEN.some((form) => form.test(text)) || isCron(text);
}

function isCron(text: string): boolean {
  const fields = text.trim().split(/\s+/);
  return (
    fields.length === CRON_RANGES.length && CRON_RANGES.every(([low, high], at) => isField(fields[at] ?? '', low, high))
  );
}

function isField(field: string, low: number, high: number): boolean {
  return field.split(',').every((part) => {
    const [, range = '', step] = /^(\*|\d+(?:-\d+)?)(?:\/([1-9]\d*))?$/.exec(part) ?? [];
    if (range === '') return false;
    const numbers = range === '*' ? [low, high] : range.split('-').map(Number);
    const [from = low, to = from] = numbers;
    return from >= low && to <= high && from <= to && (step === undefined || Number(step) <= high);
  });
}

function isTimeZone(name: string | null | undefined): boolean {
  if (name === undefined || name === null || name === '') return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone.length > 0;
  } catch {
    return false;
  }
}
