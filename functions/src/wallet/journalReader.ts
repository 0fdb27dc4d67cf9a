import { invariant } from '../kernel/assert.ts';
import { posting } from '../kernel/posting.ts';
import { log } from '../platform/runtime/log.ts';
import type { Snapshot, StoredDocument } from '../platform/storage/reader.ts';
import type { DayPage, Journal } from './newestPostings.ts';
import type { Posting } from './rules.ts';
import { journalFields, pagePath } from './store.ts';

/**
 * Reads a player's journal as of one instant, by days from the newest to the oldest, and counts what that costs. A day
 * with many archives is found by any of them, and its page and archives are then read by their names.
 */
const DAYS_A_READ = 8;
const FIELDS = ['date', 'postings', 'archives'];

export class JournalReader implements Journal {
  readonly #snapshot: Snapshot;
  readonly #uid: string;
  /** Archives that came along with their days. */
  readonly #archives = new Map<string, readonly Posting[]>();
  #documents = 0;

  constructor(snapshot: Snapshot, uid: string) {
    this.#snapshot = snapshot;
    this.#uid = uid;
  }

  /** How many documents were read so far. */
  get documents(): number {
    return this.#documents;
  }

  async daysBefore(day: string): Promise<readonly DayPage[]> {
    const collection = `users/${this.#uid}/days`;
    const found = await this.#snapshot.newest({
      collection,
      fields: FIELDS,
      by: 'date',
      before: day,
      limit: DAYS_A_READ,
    });
    this.#documents += Math.max(1, found.length);
    const byDate = Map.groupBy(found, ({ data }) => String(data.date));
    return Promise.all([...byDate].map(([date, documents]) => this.#dayOf(date, documents)));
  }

  async #dayOf(date: string, documents: readonly StoredDocument[]): Promise<DayPage> {
    const pages = documents.map(({ path, data }) => ({ path, ...pageIn(path, data) }));
    for (const { path, postings } of pages) this.#archives.set(path, postings);
    // A day's page has the smallest name of the day, and so comes last; where the read ended before it, it is fetched.
    const page = pages.find(({ path }) => path === pagePath(this.#uid, date)) ?? (await this.#fetch(date, 0));
    return { date, ...page };
  }

  async archive(date: string, number: number): Promise<readonly Posting[]> {
    return this.#archives.get(pagePath(this.#uid, date, number)) ?? (await this.#fetch(date, number)).postings;
  }

  async #fetch(date: string, number: number): Promise<Omit<DayPage, 'date'>> {
    const path = pagePath(this.#uid, date, number);
    const data = await this.#snapshot.get(path);
    this.#documents += 1;
    invariant(data !== undefined, `${path} is gone`);
    return pageIn(path, data);
  }
}

/** What cannot be read is left out here, and named by verification: a ledger has to be readable where it is broken, too. */
function pageIn(path: string, data: StoredDocument['data']): Omit<DayPage, 'date'> {
  const { postings, archives } = journalFields.parse(data);
  const readable = postings.flatMap((stored) => {
    const parsed = posting.safeParse(stored);
    if (!parsed.success) log('WARNING', 'posting left out of a statement', { path });
    return parsed.success ? [parsed.data] : [];
  });
  return { postings: readable.toSorted((left, right) => left.sequence - right.sequence), archives };
}
