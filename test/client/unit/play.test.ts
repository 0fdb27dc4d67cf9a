import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { NO_SHOWN_ACCOUNT } from '../../../client/src/account/shownAccount.ts';
import type { ShownAccount } from '../../../client/src/index.ts';
import { dayOf, drawSpin, nextSpin, referralCodeIn, referralLink } from '../../../client/src/play/index.ts';
import { NO_STATS } from '../../../functions/src/events/statsRules.ts';

const NOW_MS = Date.parse('2027-03-01T22:30:00Z');
const TODAY = '2027-03-01';
const SEED = 'ab'.repeat(32);

function account(fields: Partial<ShownAccount>): ShownAccount {
  return { ...NO_SHOWN_ACCOUNT, spinSeeds: [{ fromDay: '2027-02-01', seed: SEED }], ...fields };
}

function played(stats: Partial<typeof NO_STATS>, date = TODAY): Pick<ShownAccount, 'days'> {
  return { days: { [date]: { stats: { ...NO_STATS, ...stats }, waitingWins: {} } } };
}

describe('the day that a game shows', () => {
  it('says what is left of the limits, and never less than nothing', () => {
    const { stats, adsLeft, spinsLeft, coinsLeft } = dayOf(
      account(played({ adsWatched: 4, spinsUsed: 5, coinsEarned: 19_000 })),
      NOW_MS,
    );
    assert.deepEqual([stats.adsWatched, adsLeft, spinsLeft, coinsLeft], [4, 6, 0, 1_000]);
  });

  it('is a new one at midnight UTC by the server’s clock', () => {
    const yesterdays = account(played({ spinsUsed: 3 }));
    assert.equal(dayOf(yesterdays, NOW_MS).spinsLeft, 0);
    const { endsAtMs } = dayOf(yesterdays, NOW_MS);
    assert.equal(new Date(endsAtMs).toISOString(), '2027-03-02T00:00:00.000Z');
    assert.deepEqual([dayOf(yesterdays, endsAtMs - 1).spinsLeft, dayOf(yesterdays, endsAtMs).spinsLeft], [0, 3]);
    const behind = { ...yesterdays, clockOffsetMs: 2 * 3_600_000 };
    assert.equal(dayOf(behind, NOW_MS).date, '2027-03-02');
    assert.equal(dayOf(behind, dayOf(behind, NOW_MS).endsAtMs).date, '2027-03-03');
  });

  it('knows which day of the streak it is, and what it pays', () => {
    const streakOf = (lastDay: string | null, days: number) =>
      Object.values(dayOf(account({ streak: { lastDay, days } }), NOW_MS).streak);
    assert.deepEqual(streakOf(null, 0), [false, 1, 10]);
    assert.deepEqual(streakOf('2027-02-28', 6), [false, 7, 100]);
    assert.deepEqual(streakOf('2027-02-28', 7), [false, 8, 10], 'the table starts again');
    assert.deepEqual(streakOf(TODAY, 3), [true, 3, 20]);
    assert.deepEqual(streakOf('2027-02-27', 6), [false, 1, 10], 'a day was missed');
  });
});

describe('a spin before it is spun', () => {
  it('is drawn from the seed of its day as anybody can draw it again', async () => {
    const drawn = await drawSpin({ seed: SEED, date: TODAY, index: 1 }, NO_SHOWN_ACCOUNT.prices);
    const digest = createHmac('sha256', Buffer.from(SEED, 'hex')).update('2027-03-01:1').digest('hex');
    assert.deepEqual([drawn.message, drawn.digest], ['2027-03-01:1', digest]);
    const point = (Number.parseInt(digest.slice(0, 12), 16) / 2 ** 48) * 1_000;
    const tops = [400, 700, 880, 970, 995, 1_000];
    assert.equal(
      drawn.prize,
      tops.findIndex((top) => point < top),
    );
    assert.equal(drawn.coins, NO_SHOWN_ACCOUNT.prices.spinPrizes[drawn.prize]?.coins);
  });

  it('is the one after those of the day, and none where none is left or nothing is known', async () => {
    const used = await nextSpin(account(played({ spinsUsed: 2 })), NOW_MS);
    assert.deepEqual([used?.index, used?.date, used?.seed], [2, TODAY, SEED]);
    assert.equal(await nextSpin(account(played({ spinsUsed: 3 })), NOW_MS), undefined);
    assert.equal((await nextSpin(account(played({ spinsUsed: 3 })), NOW_MS + 7_200_000))?.index, 0);
    assert.equal(await nextSpin(NO_SHOWN_ACCOUNT, NOW_MS), undefined);
  });
});

describe('a referral link', () => {
  it('brings its code, whatever else the address carries', () => {
    const link = referralLink('https://play.example/game?lang=de&ref=OLD#lobby', 'ABCDEFGH');
    assert.equal(link, 'https://play.example/game?lang=de&ref=ABCDEFGH#lobby');
    assert.equal(referralCodeIn(link), 'ABCDEFGH');
    assert.equal(referralCodeIn(new URL(link).search), 'ABCDEFGH');
  });

  it('is read as leniently as a code that is typed, and is nothing where there is none', () => {
    assert.equal(referralCodeIn(' abcd-efgh '), 'ABCDEFGH');
    assert.equal(referralCodeIn('https://play.example/?ref=abcd%20efgh'), 'ABCDEFGH');
    for (const none of [
      '',
      'https://play.example/',
      '?ref=',
      '?ref=ABC',
      'O0O0O0O0',
      '/path?other=ABCDEFGH',
      'http://[',
    ]) {
      assert.equal(referralCodeIn(none), undefined, none);
    }
  });
});
