import { addDays, utcDay } from '../kernel/time.ts';
import { MAX_DAYS_LATE, type Posting } from './rules.ts';

/**
 * Tells a player's postings from the newest to the oldest. They stand on the pages of their events' days, so what was
 * played offline on Monday and posted on Thursday is newer than Tuesday's postings and stands on an older page. Sequence
 * numbers have no gaps, so the next one is known when it is seen; only where one is lost do all pages on which it could
 * stand have to be opened. No more pages are read than that takes.
 */
export interface Journal {
  /** The next pages of days before `day`, the newest day first, without their archives; empty when there are no more. */
  daysBefore(day: string): Promise<readonly DayPage[]>;
  /** The postings of the day's archive `number`; 1 has the oldest. */
  archive(date: string, number: number): Promise<readonly Posting[]>;
}

export interface DayPage {
  readonly date: string;
  /** In the order of their numbers, newer than those of all archives. */
  readonly postings: readonly Posting[];
  readonly archives: number;
}

export interface Start {
  /** The number of the newest posting that is wanted. */
  readonly sequence: number;
  /** The newest day whose page can have one that is wanted. */
  readonly day: string;
}

export async function* newestPostings(journal: Journal, { sequence, day }: Start): AsyncGenerator<Posting> {
  const days = new OpenDays(journal, day);
  let next = sequence;
  while (next > 0) {
    const newest = await days.takeNewest(next);
    if (newest === undefined) return;
    yield newest;
    next = newest.sequence - 1;
  }
}

class OpenDays {
  readonly #journal: Journal;
  readonly #open: OpenDay[] = [];
  /** Days that were read and are not open yet, the newest first. */
  #waiting: readonly DayPage[] = [];
  /** Days from this one on were read. */
  #reached: string;
  #isWhole = false;

  constructor(journal: Journal, day: string) {
    this.#journal = journal;
    this.#reached = addDays(day, 1);
  }

  /** Takes the newest posting from `next` downwards; undefined where there is none. */
  async takeNewest(next: number): Promise<Posting | undefined> {
    for (;;) {
      const newest = await this.#newest();
      const found = newest?.head;
      if (found?.sequence === next) return newest?.take();
      const day = await this.#nextDay();
      if (day === undefined) return newest?.take();
      // What stands on pages that old was posted before what was found.
      if (found !== undefined && addDays(day.date, MAX_DAYS_LATE) < utcDay(found.postedAtMs)) return newest?.take();
      this.#waiting = this.#waiting.slice(1);
      this.#open.push(await OpenDay.at(this.#journal, day, next));
    }
  }

  async #newest(): Promise<OpenDay | undefined> {
    let newest: OpenDay | undefined;
    for (const day of this.#open) {
      await day.readOn();
      if (numberOf(day) > numberOf(newest)) newest = day;
    }
    return newest;
  }

  async #nextDay(): Promise<DayPage | undefined> {
    if (this.#waiting.length === 0 && !this.#isWhole) {
      this.#waiting = await this.#journal.daysBefore(this.#reached);
      this.#isWhole = this.#waiting.length === 0;
      this.#reached = this.#waiting.at(-1)?.date ?? this.#reached;
    }
    return this.#waiting[0];
  }
}

function numberOf(day: OpenDay | undefined): number {
  return day?.head?.sequence ?? 0;
}

/** The postings of one day, from its page back through its archives, which are read as they are reached. */
class OpenDay {
  readonly #journal: Journal;
  readonly #date: string;
  #postings: Posting[];
  /** So many archives are older than what is in `#postings`. */
  #older: number;

  private constructor(journal: Journal, date: string, postings: readonly Posting[], older: number) {
    this.#journal = journal;
    this.#date = date;
    this.#postings = [...postings];
    this.#older = older;
  }

  /** Opens a day at its newest posting that is no newer than `sequence`. */
  static async at(journal: Journal, { date, postings, archives }: DayPage, sequence: number): Promise<OpenDay> {
    const upTo = (all: readonly Posting[]) => all.filter((one) => one.sequence <= sequence);
    const own = upTo(postings);
    if (own.length > 0 || archives === 0) return new OpenDay(journal, date, own, archives);
    // Each archive is older than the one after it, so the newest that begins early enough is found by halving.
    let best: readonly Posting[] = [];
    let [older, newest] = [0, archives];
    while (older < newest) {
      const middle = Math.ceil((older + newest) / 2);
      const found = upTo(await journal.archive(date, middle));
      if (found.length === 0) newest = middle - 1;
      else [older, best] = [middle, found];
    }
    return new OpenDay(journal, date, best, Math.max(0, older - 1));
  }

  get head(): Posting | undefined {
    return this.#postings.at(-1);
  }

  take(): Posting | undefined {
    return this.#postings.pop();
  }

  /** Goes on to the next older archive where nothing is left of the one before. */
  async readOn(): Promise<void> {
    while (this.#postings.length === 0 && this.#older > 0) {
      this.#postings = [...(await this.#journal.archive(this.#date, this.#older))];
      this.#older -= 1;
    }
  }
}
