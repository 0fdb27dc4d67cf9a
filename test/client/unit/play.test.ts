import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { NO_SHOWN_ACCOUNT } from '../../../client/src/account/shownAccount.ts';
import type { ShownAccount } from '../../../client/src/index.ts';
import { NO_BALANCE } from '../../../client/src/nothingShown.ts';
import {
  dayOf,
  drawSpin,
  nextSpin,
  referralCodeIn,
  referralLink,
  type WithdrawalForm,
  withdrawalIssues,
} from '../../../client/src/play/index.ts';
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

describe('the form of a withdrawal', () => {
  const veteran = account({ lifetime: { ...NO_STATS, gamesWon: 10, adsWatched: 50 } });
  const rich = { ...NO_BALANCE, confirmed: { ...NO_BALANCE.confirmed, coins: { available: 2_000, locked: 0 } } };
  const paypal: WithdrawalForm = { amount: 600, method: 'paypal', paymentDetails: { email: ' a.b@example.org ' } };
  const issuesOf = (form: Partial<WithdrawalForm>, of = veteran, lastMs: number | null = null) =>
    withdrawalIssues({ ...paypal, ...form }, of, rich, lastMs, NOW_MS).map(({ field, code }) => `${field}: ${code}`);

  it('is right where the server would take it, as it is pasted', () => {
    assert.deepEqual(issuesOf({}), []);
    const bank = { iban: 'nl91 abna 0417 1643 00', name: '  Ada   Lovelace ' };
    assert.deepEqual(issuesOf({ method: 'bank', paymentDetails: bank }), []);
  });

  it('says all that is wrong at once, in words for the player, with the numbers that it takes', () => {
    const form = { amount: 499, method: 'bank', paymentDetails: { iban: 'NL91ABNA0417164301' } } as const;
    assert.deepEqual(issuesOf(form, account({})), [
      'amount: withdrawals/amount-out-of-range',
      'account: withdrawals/not-active-enough',
      'iban: platform/invalid-input',
      'name: platform/invalid-input',
    ]);
    const [range, activity] = withdrawalIssues({ ...paypal, ...form }, account({}), rich, null, NOW_MS);
    assert.deepEqual(range?.facts, { minAmount: 500, maxAmount: 100_000 });
    assert.deepEqual(activity?.facts, { winsMissing: 10, adsMissing: 50 });
    assert.equal(activity?.message, 'Play a little more before you withdraw.');
  });

  it('knows the balance, the day and what is no amount', () => {
    assert.deepEqual(issuesOf({ amount: 2_001 }), ['amount: withdrawals/insufficient-balance']);
    assert.deepEqual(issuesOf({}, veteran, NOW_MS - 3_600_000), ['account: withdrawals/too-soon']);
    assert.deepEqual(issuesOf({}, veteran, NOW_MS - 25 * 3_600_000), []);
    for (const amount of [Number.NaN, 600.5, -600, Number.POSITIVE_INFINITY]) {
      assert.ok(issuesOf({ amount }).includes('amount: withdrawals/amount-out-of-range'), String(amount));
    }
  });

  it('follows the terms that the studio has set', () => {
    const strict = { ...veteran, terms: { ...veteran.terms, minAmount: 1_000, minGamesWon: 11 } };
    assert.deepEqual(issuesOf({}, strict), [
      'amount: withdrawals/amount-out-of-range',
      'account: withdrawals/not-active-enough',
    ]);
  });
});
