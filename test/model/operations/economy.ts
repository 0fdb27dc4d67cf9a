import { defaultEconomyConfig } from '../../../functions/src/contract.ts';
import { callableKind } from '../core/callableKind.ts';
import type { Kind } from '../core/operation.ts';
import type { Random } from '../core/random.ts';
import { audit } from '../oracle/audits.ts';
import { rulesOf } from '../oracle/prices.ts';
import { answered, refused } from '../oracle/state.ts';

/** New numbers for the economy; every part that a configuration leaves out takes its default. */
export const kinds: readonly Kind[] = [
  callableKind({
    name: 'setEconomyConfig',
    weight: 2,
    access: 'admin',
    keyed: true,
    diesLate: true,
    draw(scene, random) {
      const uid = random.pick([...scene.admins, ...scene.helpers]);
      const idempotencyKey = scene.nextName();
      const common = {
        idempotencyKey,
        ...(random.chance(0.2) ? { expectedVersion: random.int(0, 5) } : {}),
        ...(random.chance(0.15) ? { dryRun: true } : {}),
      };
      if (random.chance(0.2)) return { uid, data: { rollbackTo: random.int(0, 6), ...common } };
      if (random.chance(0.05)) return { uid, data: { config: { events: { adCoins: -1 } }, ...common } };
      return { uid, data: { config: drawConfig(random), ...common } };
    },
    wire: (data) => (data.config === undefined ? data : { ...data, config: completed(data.config) }),
    decide({ oracle, uid, data }) {
      // What the parts of a configuration allow is asked where they are known, after the key.
      if (data.config?.events?.adCoins < 0) return refused('platform/invalid-input');
      const current = oracle.configs.length - 1;
      if (data.expectedVersion !== undefined && data.expectedVersion !== current) {
        return refused('economy/version-conflict');
      }
      const rules = data.config === undefined ? oracle.configs[data.rollbackTo] : rulesOf(data.config);
      if (rules === undefined) return refused('economy/unknown-version');
      const dryRun = data.dryRun === true;
      if (!dryRun) {
        oracle.configs.push(rules);
        audit(oracle, { actor: uid, action: 'setEconomyConfig', subject: 'config/economy' });
      }
      return answered({ version: current + 1, dryRun });
    },
    answered(oracle, _operation, answer) {
      if (answer.ok) oracle.cached = undefined;
    },
  }),
];

/** A part that is set must be set whole: what this file does not know of keeps its default. */
function completed(config: any, defaults: any = defaultEconomyConfig): any {
  const isPart = (value: any) => typeof value === 'object' && value !== null && !Array.isArray(value);
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => {
      const known = defaults[key];
      if (!isPart(value) || !isPart(known) || key === 'games') return [key, value];
      return [key, { ...known, ...completed(value, known) }];
    }),
  );
}

/** Withdrawals that are easier to reach, and suspicion that strikes sooner, than in the defaults. */
function drawPayouts(random: Random): any {
  const minAmount = random.int(20, 400);
  const withdrawals = {
    minAmount,
    maxAmount: random.pick([600, 100_000]),
    minGamesWon: random.int(0, 2),
    minAdsWatched: random.int(0, 3),
    twoPersonFrom: random.pick([100, 500, 50_000]),
  };
  const claim = {
    freeClaimsAnHour: random.int(0, 1),
    perExtraClaim: random.pick([0, 20, 20, 40]),
    sameAddress: random.int(0, 20),
    blockAbove: random.int(20, 50),
  };
  const withdrawal = {
    unusualPlace: random.int(0, 30),
    reviewAbove: random.int(10, 40),
    blockAbove: random.int(40, 60),
  };
  const features = random.chance(0.15)
    ? { features: { [random.pick(['referrals', 'withdrawals'])]: { percent: 50 } } }
    : {};
  return {
    withdrawals,
    fraud: { claim, withdrawal },
    referrals: { rewardCoins: random.pick([0, 7, 100]) },
    ...features,
  };
}

function drawSignUps(random: Random): any {
  return {
    refuseDisposableEmail: random.chance(0.5),
    refuseBannedContacts: random.chance(0.5),
    refusedEmailDomains: random.chance(0.5) ? ['example.net'] : [],
  };
}

function drawConfig(random: Random): any {
  const events: any = {};
  if (random.chance(0.5)) events.adCoins = random.int(0, 12);
  if (random.chance(0.5)) events.streakCoins = Array.from({ length: random.int(1, 5) }, () => random.int(0, 60));
  if (random.chance(0.3)) events.games = { chess: { winCoins: random.int(1, 40), minDurationSeconds: 20 } };
  if (random.chance(0.3)) events.overlapSlackSeconds = random.int(0, 900);
  if (random.chance(0.15)) events.requireSsv = true;
  if (random.chance(0.3)) events.window = { maxAgeSeconds: random.int(3_600, 604_800), maxAheadSeconds: 60 };
  if (random.chance(0.5)) {
    const [ads, spins, winsPerGame] = [random.int(0, 6), random.int(1, 5), random.int(1, 8)];
    events.dailyLimits = {
      ads,
      spins,
      winsPerGame,
      coins: random.int(50, 2_000),
      events: random.int(5, 60),
      games: random.int(1, 4),
    };
  }
  return {
    events,
    ...(random.chance(0.3) ? { devices: { maxChanges: random.int(0, 5), changeWindowDays: random.int(1, 40) } } : {}),
    ...(random.chance(0.7) ? drawPayouts(random) : {}),
    ...(random.chance(0.2) ? { signUps: drawSignUps(random) } : {}),
    ...(random.chance(0.3) ? { wallet: { twoPersonAdjustmentFrom: random.int(100, 15_000) } } : {}),
  };
}
