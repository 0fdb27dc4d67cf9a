import assert from 'node:assert/strict';
import fc from 'fast-check';
import { domains } from '../../functions/src/gathered.ts';
import { CURRENCIES } from '../../functions/src/kernel/money.ts';
import type { PostingKind } from '../../functions/src/kernel/posting.ts';
import { addDays, utcDay } from '../../functions/src/kernel/time.ts';
import { type Journal, newestPostings } from '../../functions/src/wallet/newestPostings.ts';
import type { Posting } from '../../functions/src/wallet/rules.ts';
import { decidePlace, linesOf, placeAfter, textOf, writePlace } from '../../functions/src/wallet/statementRules.ts';
import { commands, credit, type History, type Page, pagesOf, play } from './ledgerHistory.ts';

const uid = 'somebody';
const NOW_MS = Date.UTC(2026, 3, 1);
const START = { sequence: 1_000, day: '2026-04-01' };
const kinds: readonly PostingKind[] = domains.flatMap(({ postings = [] }) => postings);

/** A journal in memory that counts the pages that are asked of it. */
class Stored implements Journal {
  readonly #pages: ReadonlyMap<string, Page>;
  readonly #daysAtOnce: number;
  reads = 0;

  constructor(pages: readonly Page[], daysAtOnce = 1) {
    this.#pages = new Map(pages.map((page) => [page.id, page]));
    this.#daysAtOnce = daysAtOnce;
  }

  async daysBefore(day: string) {
    const dates = [...this.#pages.keys()].filter((id) => id.length === day.length && id < day).sort();
    const found = dates.reverse().slice(0, this.#daysAtOnce);
    this.reads += found.length;
    return found.map((date) => {
      const archives = [...this.#pages.keys()].filter((id) => id.startsWith(`${date}-`)).length;
      return { date, postings: this.#pages.get(date)?.postings ?? [], archives };
    });
  }

  async archive(date: string, number: number) {
    this.reads += 1;
    return this.#pages.get(`${date}-${number + 1}`)?.postings ?? [];
  }
}

async function told(journal: Journal, start = START): Promise<Posting[]> {
  const postings: Posting[] = [];
  for await (const posting of newestPostings(journal, start)) postings.push(posting);
  return postings;
}

const numbers = (postings: readonly Posting[]) => postings.map(({ sequence }) => sequence);
const newestFirst = ({ postings }: History) => numbers(postings).toReversed();
const history = commands.map((given) => play(uid, given));
const pageSize = fc.integer({ min: 1, max: 8 });

describe('the postings of a journal, newest first', () => {
  it('are all there in the order of their numbers, on whichever pages and archives they stand', async () => {
    await fc.assert(
      fc.asyncProperty(history, pageSize, fc.integer({ min: 1, max: 4 }), async (its, size, daysAtOnce) => {
        const journal = new Stored(pagesOf(its, size), daysAtOnce);
        assert.deepEqual(numbers(await told(journal, { ...START, sequence: its.wallet.version })), newestFirst(its));
      }),
    );
  });

  it('go on from any of them, as the last page of a list has told it', async () => {
    await fc.assert(
      fc.asyncProperty(history, pageSize, fc.nat(), async (its, size, pick) => {
        fc.pre(its.postings.length > 0);
        const last = its.postings[pick % its.postings.length];
        assert.ok(last);
        const rest = await told(new Stored(pagesOf(its, size)), placeAfter(last));
        assert.deepEqual(
          numbers(rest),
          newestFirst(its).filter((sequence) => sequence < last.sequence),
        );
      }),
    );
  });

  it('pass over one that is lost, and over a start that nobody has', async () => {
    await fc.assert(
      fc.asyncProperty(history, pageSize, fc.nat(), async (its, size, pick) => {
        fc.pre(its.postings.length > 0);
        const lost = 1 + (pick % its.postings.length);
        const pages = pagesOf(its, size).map(({ id, postings }) => {
          return { id, postings: postings.filter(({ sequence }) => sequence !== lost) };
        });
        // An archive that lost its only posting is none.
        fc.pre(pages.every(({ postings }) => postings.length > 0));
        assert.deepEqual(
          numbers(await told(new Stored(pages))),
          newestFirst(its).filter((one) => one !== lost),
        );
      }),
    );
  });

  it('are read no further than they are wanted', async () => {
    const its = play(
      uid,
      Array.from({ length: 60 }, () => credit(1)),
    );
    const journal = new Stored(pagesOf(its, 10));
    const newest = newestPostings(journal, { sequence: 60, day: START.day });
    for (let count = 0; count < 15; count += 1) await newest.next();
    assert.ok(journal.reads <= 4, `${journal.reads} pages were read for five days of three postings`);
  });

  it('are found among the archives of a day by halving', async () => {
    const its = play(
      uid,
      Array.from({ length: 60 }, () => credit(1)),
    );
    const day = utcDay(its.postings[0]?.postedAtMs ?? 0);
    const late: History = { ...its, days: its.days.map(() => day) };
    const pages = pagesOf(late, 1);
    const journal = new Stored(pages);
    const { value: first } = await newestPostings(journal, { sequence: 7, day: addDays(day, 20) }).next();
    assert.equal(first?.sequence, 7);
    assert.ok(journal.reads <= 8, `${journal.reads} of ${pages.length} pages were read`);
  });
});

describe('a line of a statement', () => {
  it('adds up, with all others of its currency, to what the player has and owes', () => {
    fc.assert(
      fc.property(history, fc.constantFrom(...CURRENCIES), ({ postings, wallet }, currency) => {
        const lines = postings.flatMap((posting) => linesOf(posting, { currency }));
        const sum = (part: 'amount' | 'locked' | 'debt') => lines.reduce((total, line) => total + line[part], 0);
        const stand = { ...wallet.balances[currency], debt: wallet.debt[currency] };
        assert.deepEqual({ available: sum('amount'), locked: sum('locked'), debt: sum('debt') }, stand);
        assert.deepEqual(lines.at(-1)?.after ?? { available: 0, locked: 0, debt: 0 }, stand);
      }),
    );
  });

  it('is left out by type, by currency and by the day of its posting', () => {
    const { postings } = play(uid, [credit(5)]);
    const [posting] = postings;
    assert.ok(posting);
    const day = utcDay(posting.postedAtMs);
    const wanted = [{}, { currency: 'coins' as const }, { type: posting.type }, { from: day, to: day }];
    for (const some of wanted) assert.equal(linesOf(posting, some).length, 1, JSON.stringify(some));
    const other = [
      { currency: 'gems' as const },
      { type: 'other' },
      { from: addDays(day, 1) },
      { to: addDays(day, -1) },
    ];
    for (const none of other) assert.deepEqual(linesOf(posting, none), [], JSON.stringify(none));
  });
});

describe('a place in a statement', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 53 - 1 }), fc.integer({ min: 0, max: 3 }), (sequence, lines) => {
        const place = { sequence, told: lines, day: '2026-03-04' };
        assert.deepEqual(decidePlace(writePlace(place), 9, NOW_MS, {}), { ok: true, value: place });
      }),
    );
  });

  it('is refused where it was made up', () => {
    const madeUp = ['x', '####', btoa('1:0:2026-13-99'), btoa('-1:0:2026-01-01'), btoa('1:0:2026-01-01:2'), btoa('')];
    for (const text of madeUp) {
      const decision = decidePlace(text, 9, NOW_MS, {});
      assert.equal(decision.ok ? 'taken' : decision.error.code, 'wallet/unknown-place', text);
    }
  });

  it('begins on the last wanted day, or tomorrow, where an event may be ahead', () => {
    const dayOf = (to?: string) => {
      const decision = decidePlace(undefined, 9, NOW_MS, { to });
      return decision.ok ? decision.value.day : '';
    };
    assert.deepEqual([dayOf(), dayOf('2026-03-01'), dayOf('2027-01-01')], ['2026-04-02', '2026-03-02', '2026-04-02']);
  });
});

describe('the words of a posting', () => {
  const wordsOf = (type: string, details: Posting['details'] = {}) => {
    const [posting] = play(uid, [credit(1)]).postings;
    assert.ok(posting);
    return textOf({ ...posting, type, details }, kinds);
  };

  it('are those of the domain that made it', () => {
    const played = {
      device: 'bound',
      'GAME_WON.count': 2,
      'GAME_WON.coins': 20,
      'AD_WATCHED.count': 1,
      'AD_WATCHED.coins': 5,
    };
    assert.equal(wordsOf('events.credit', played), 'Earned by playing: 2 wins, 1 ad');
    assert.equal(wordsOf('events.credit', { 'GAME_LOST.count': 3, 'GAME_LOST.coins': 0 }), 'Earned by playing');
    assert.equal(wordsOf('referral.credit', { claims: 3 }), '3 friends used your code');
    assert.equal(wordsOf('hold.create', { reference: 'withdrawal' }), 'Set aside for a withdrawal');
  });

  it('are general for a hold whose purpose nobody has declared, and for a type of an older version', () => {
    assert.equal(wordsOf('hold.create', { reference: 'journey' }), 'Set aside');
    assert.equal(wordsOf('raffle.won'), 'A change of your balance');
  });

  it('say nothing of the staff', () => {
    assert.equal(
      wordsOf('adjustment', { reason: 'a secret', requestedBy: 'uid-of-staff' }),
      'Corrected by the support team',
    );
  });
});
