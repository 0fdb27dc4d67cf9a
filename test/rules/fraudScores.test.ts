import assert from 'node:assert/strict';
import fc from 'fast-check';
import { defaultEconomyConfig, parseEconomyConfig } from '../../functions/src/contract.ts';
import type { FraudConfig } from '../../functions/src/fraud/config.ts';
import {
  type ClaimFacts,
  type Score,
  scoreClaim,
  scoreWithdrawal,
  verdictOf,
  type WithdrawalFacts,
} from '../../functions/src/fraud/rules.ts';
import { DAY_MS, HOUR_MS } from '../../functions/src/kernel/time.ts';

const { fraud: CONFIG } = defaultEconomyConfig;

const NEWCOMER: ClaimFacts = {
  accountAgeMs: 48 * HOUR_MS,
  coinsEarned: 0,
  adsOrSpins: 0,
  sameAddressAsReferrer: false,
  deviceSeenElsewhere: false,
  claimsFromAddress: 3,
};
const REGULAR: WithdrawalFacts = {
  unusualPlace: false,
  accountAgeMs: 7 * DAY_MS,
  gamesWon: 1,
  adsWatched: 1,
  implausible: 0,
  unreadableRecord: false,
  chargebacks: 0,
  sharedDestination: false,
};

/** What each fact scores by the specification, and the least that makes it one. */
const OF_A_CLAIM: readonly (readonly [string, Partial<ClaimFacts>, number])[] = [
  ['oldAccount', { accountAgeMs: 48 * HOUR_MS + 1 }, 10],
  ['hasEarned', { coinsEarned: 1 }, 10],
  ['hasPlayed', { adsOrSpins: 1 }, 10],
  ['sameAddress', { sameAddressAsReferrer: true }, 10],
  ['deviceSeenElsewhere', { deviceSeenElsewhere: true }, 15],
  ['manyClaims', { claimsFromAddress: 4 }, 5],
];
const OF_A_WITHDRAWAL: readonly (readonly [string, Partial<WithdrawalFacts>, number])[] = [
  ['unusualPlace', { unusualPlace: true }, 10],
  ['newAccount', { accountAgeMs: 7 * DAY_MS - 1 }, 20],
  ['noActivity', { gamesWon: 0, adsWatched: 0 }, 15],
  ['implausiblePlay', { implausible: 1 }, 15],
  ['chargeback', { chargebacks: 1 }, 30],
  ['sharedDestination', { sharedDestination: true }, 25],
  ['unreadableRecord', { unreadableRecord: true }, 31],
];

const weight = fc.integer({ min: 0, max: 1_000 });
/** Any weights that an admin may set. */
const weights: fc.Arbitrary<FraudConfig> = fc
  .record({
    claim: fc.record({
      ...{ oldAccount: weight, hasEarned: weight, hasPlayed: weight, sameAddress: weight },
      ...{ deviceSeenElsewhere: weight, perExtraClaim: weight },
    }),
    withdrawal: fc.record({
      ...{ unusualPlace: weight, newAccount: weight, noActivity: weight },
      ...{ implausiblePlay: weight, chargeback: weight, sharedDestination: weight, unreadableRecord: weight },
    }),
  })
  .map((fraud) => parseEconomyConfig({ fraud }).fraud);

interface Scoring<Facts> {
  readonly clean: Facts;
  readonly rows: readonly (readonly [string, Partial<Facts>, number])[];
  readonly score: (facts: Facts, config: FraudConfig) => Score;
}

function itScores<Facts>(what: string, { clean, rows, score }: Scoring<Facts>): void {
  const withAll = (chosen: readonly (readonly [string, Partial<Facts>, number])[]): Facts =>
    Object.assign({}, clean, ...chosen.map(([, facts]) => facts));

  describe(`the suspicion of a ${what}`, () => {
    it('is nothing where there is nothing to suspect, right up to each limit', () => {
      assert.deepEqual(score(clean, CONFIG), { total: 0, evidence: {} });
    });

    for (const [name, facts, points] of rows) {
      it(`scores ${points} for ${name}`, () => {
        assert.deepEqual(score({ ...clean, ...facts }, CONFIG), { total: points, evidence: { [name]: points } });
      });
    }

    it('is the sum of what its facts score one by one, with any weights', () => {
      fc.assert(
        fc.property(fc.subarray([...rows]), weights, (chosen, config) => {
          const alone = chosen.map(([, facts]) => score({ ...clean, ...facts }, config).total);
          const { total, evidence } = score(withAll(chosen), config);
          assert.equal(
            total,
            alone.reduce((sum, points) => sum + points, 0),
          );
          assert.equal(
            total,
            Object.values(evidence).reduce((sum, points) => sum + points, 0),
          );
          assert.ok(Object.values(evidence).every((points) => points > 0));
        }),
      );
    });

    it('never falls with one fact more', () => {
      fc.assert(
        fc.property(fc.subarray([...rows]), fc.constantFrom(...rows), weights, (chosen, more, config) => {
          assert.ok(score(withAll([...chosen, more]), config).total >= score(withAll(chosen), config).total);
        }),
      );
    });
  });
}

itScores('claim', { clean: NEWCOMER, rows: OF_A_CLAIM, score: scoreClaim });
itScores('withdrawal', { clean: REGULAR, rows: OF_A_WITHDRAWAL, score: scoreWithdrawal });

describe('many claims from one address', () => {
  it('score 5 for each beyond the third in an hour', () => {
    const totals = [0, 1, 3, 4, 5, 9, 10].map(
      (claimsFromAddress) => scoreClaim({ ...NEWCOMER, claimsFromAddress }, CONFIG).total,
    );
    assert.deepEqual(totals, [0, 0, 0, 5, 10, 30, 35]);
  });
});

describe('an account without activity', () => {
  it('is one that neither won a game nor watched an ad', () => {
    const { noActivity } = scoreWithdrawal({ ...REGULAR, gamesWon: 0, adsWatched: 1 }, CONFIG).evidence;
    assert.equal(noActivity, undefined);
  });
});

describe('the verdict on a score', () => {
  it('blocks a claim above 30, and never sends one to review', () => {
    const { blockAbove } = CONFIG.claim;
    assert.deepEqual(
      [0, 30, 31, 100].map((total) => verdictOf(total, { blockAbove })),
      ['pass', 'pass', 'block', 'block'],
    );
  });

  it('blocks a withdrawal above 50, and flags one above 30', () => {
    assert.deepEqual(
      [0, 30, 31, 50, 51].map((total) => verdictOf(total, CONFIG.withdrawal)),
      ['pass', 'pass', 'review', 'review', 'block'],
    );
  });

  it('is never milder for a higher score', () => {
    const order = ['pass', 'review', 'block'];
    const limits = fc.record({ blockAbove: weight, reviewAbove: fc.option(weight, { nil: undefined }) });
    fc.assert(
      fc.property(fc.nat(2_000), fc.nat(2_000), limits, (left, right, limit) => {
        const [low, high] = [Math.min(left, right), Math.max(left, right)];
        assert.ok(order.indexOf(verdictOf(low, limit)) <= order.indexOf(verdictOf(high, limit)));
      }),
    );
  });
});
