import { defaultEconomyConfig } from '../../../functions/src/contract.ts';
import type { Answer } from '../core/answer.ts';
import { callableKind, type Deciding } from '../core/callableKind.ts';
import type { Kind } from '../core/operation.ts';
import type { Random } from '../core/random.ts';
import { audit } from '../oracle/audits.ts';
import { contradictory } from '../oracle/economy.ts';
import { scopeOf, storedScope } from '../oracle/keys.ts';
import { DEFAULT_RULES, type Rules, rulesOf } from '../oracle/prices.ts';
import { answered, type Oracle, refused } from '../oracle/state.ts';
import { areOnePersons, hasLapsed } from '../oracle/twoPeople.ts';

/** New numbers for the economy; every part that a configuration leaves out takes its default. */
export const kinds: readonly Kind[] = [
  callableKind({
    name: 'setEconomyConfig',
    weight: 3,
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
      if (scene.changes.length > 0 && random.chance(0.35)) {
        const { uid: asker, key } = random.pick(scene.guarded.length > 0 ? scene.guarded.slice(-3) : scene.changes);
        return { uid, data: { change: [asker, 'setEconomyConfig', key], idempotencyKey } };
      }
      scene.changes.push({ uid, key: idempotencyKey });
      if (random.chance(0.2)) return { uid, data: { rollbackTo: random.int(0, 6), ...common } };
      if (random.chance(0.05)) return { uid, data: { config: { events: { adCoins: -1 } }, ...common } };
      const config = drawConfig(random);
      if (JSON.stringify(config).includes('twoPerson')) scene.guarded.push({ uid, key: idempotencyKey });
      return { uid, data: { config, ...common } };
    },
    wire({ change, ...data }) {
      if (change !== undefined) return { ...data, changeId: storedScope(change) };
      return data.config === undefined ? data : { ...data, config: completed(data.config) };
    },
    decide: (deciding) => (deciding.data.change === undefined ? change(deciding) : confirm(deciding)),
    answered(oracle, _operation, answer) {
      if (answer.ok) oracle.cached = undefined;
    },
  }),
];

function change({ oracle, uid, data, nowMs, scope }: Deciding): Answer {
  // What the parts of a configuration allow is asked where they are known, after the key.
  if (data.config?.events?.adCoins < 0) return refused('platform/invalid-input');
  if (data.config !== undefined && contradictory(rulesOf(data.config))) return refused('platform/invalid-input');
  const base = oracle.configs.length - 1;
  if (data.expectedVersion !== undefined && data.expectedVersion !== base) return refused('economy/version-conflict');
  const rules = data.config === undefined ? oracle.configs[data.rollbackTo] : rulesOf(data.config);
  if (rules === undefined) return refused('economy/unknown-version');
  const guarded = guardedBetween(oracle.configs[base] ?? DEFAULT_RULES, rules);
  if (data.dryRun === true) return answered({ version: base + 1, dryRun: true, ...told(guarded) });
  if (guarded.length === 0) return store(oracle, uid, rules);
  // A key outlives its record here, because it has named a change.
  if (oracle.changes.has(scope)) return refused('idempotency/key-reused');
  oracle.changes.set(scope, { rules, base, requestedBy: uid, askedAtMs: nowMs, isStored: false });
  audit(oracle, { actor: uid, action: 'setEconomyConfig:asked', subject: 'config/economy' });
  return answered({ version: base, dryRun: false, ...told(guarded) });
}

/** Limits on staff take two people. */
function guardedBetween(before: Rules, after: Rules): string[] {
  const guarded: string[] = [];
  if (before.twoPersonFrom !== after.twoPersonFrom) guarded.push('wallet.twoPersonAdjustmentFrom');
  if (before.withdrawals.twoPersonFrom !== after.withdrawals.twoPersonFrom) guarded.push('withdrawals.twoPersonFrom');
  return guarded.sort();
}

function told(guarded: readonly string[]): object {
  return guarded.length === 0 ? {} : { guarded };
}

function confirm({ oracle, uid, data, nowMs }: Deciding): Answer {
  const asked = oracle.changes.get(scopeOf(data.change[0], data.change[1], data.change[2]));
  if (asked === undefined || asked.isStored) return refused('economy/unknown-change');
  if (hasLapsed(asked, nowMs)) return refused('staff/ask-lapsed');
  if (areOnePersons(oracle, uid, asked.requestedBy)) return refused('staff/second-person-required');
  if (asked.base !== oracle.configs.length - 1) return refused('economy/version-conflict');
  asked.isStored = true;
  return store(oracle, uid, asked.rules);
}

function store(oracle: Oracle, uid: string, rules: Rules): Answer {
  oracle.configs.push(rules);
  audit(oracle, { actor: uid, action: 'setEconomyConfig', subject: 'config/economy' });
  return answered({ version: oracle.configs.length - 1, dryRun: false });
}

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

function drawWindow(random: Random): any {
  const beforeAccountSeconds = random.pick([0, 600, 86_400, 604_800]);
  return { maxAgeSeconds: random.int(3_600, 604_800), maxAheadSeconds: 60, beforeAccountSeconds };
}

/** Withdrawals that are easier to reach, and suspicion that strikes sooner, than in the defaults. */
function drawPayouts(random: Random): any {
  const minAmount = random.int(20, 400);
  const withdrawals = {
    minAmount,
    maxAmount: random.pick([600, 100_000]),
    minGamesWon: random.int(0, 2),
    minAdsWatched: random.int(0, 3),
    ...(random.chance(0.4) ? { twoPersonFrom: random.pick([20, 60]) } : {}),
  };
  const claim = {
    freeClaimsAnHour: random.int(0, 1),
    perExtraClaim: random.pick([0, 20, 20, 40]),
    sameAddress: random.int(0, 20),
    blockAbove: random.int(20, 50),
  };
  const withdrawal = {
    unusualPlace: random.int(0, 30),
    usualAfterHours: random.pick([0, 1, 24]),
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

/** Streaks and prizes that a day of so many coins can pay. */
function modest(coinsADay: number): any {
  const atMost = (coins: number) => Math.min(coins, coinsADay);
  const { streakCoins, spinPrizes } = defaultEconomyConfig.events;
  const prizes = spinPrizes.map(({ coins, weight }) => ({ coins: atMost(coins), weight }));
  return { streakCoins: streakCoins.map(atMost), spinPrizes: prizes };
}

function drawConfig(random: Random): any {
  const events: any = {};
  if (random.chance(0.5)) events.adCoins = random.int(0, 12);
  if (random.chance(0.5)) events.streakCoins = Array.from({ length: random.int(1, 5) }, () => random.int(0, 60));
  if (random.chance(0.3)) events.games = { chess: { winCoins: random.int(1, 40), minDurationSeconds: 20 } };
  if (random.chance(0.3)) events.overlapSlackSeconds = random.int(0, 900);
  if (random.chance(0.15)) events.requireSsv = true;
  if (random.chance(0.3)) events.window = drawWindow(random);
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
    // What a day cannot pay must not be on offer; now and then it is, and is refused.
    if (random.chance(0.9)) Object.assign(events, modest(events.dailyLimits.coins));
  }
  return {
    events,
    ...(random.chance(0.3) ? { devices: { maxChanges: random.int(0, 5), changeWindowDays: random.int(1, 40) } } : {}),
    ...(random.chance(0.7) ? drawPayouts(random) : {}),
    ...(random.chance(0.2) ? { signUps: drawSignUps(random) } : {}),
    ...(random.chance(0.85) ? { guests: { mergeBalance: true } } : {}),
    ...(random.chance(0.15) ? { wallet: { twoPersonAdjustmentFrom: random.int(100, 15_000) } } : {}),
  };
}
