import { setTimeout as delay } from 'node:timers/promises';
import { OwnRedis } from '../../test/features/events/ownRedis.ts';
import { eventually } from '../../test/support/eventually.ts';
import type { Stage } from '../stage.ts';
import { type CallSample, Calls, type Phase } from './calls.ts';
import { EVENTS_A_PLAYER, Gamer, ROUNDS_PLAYED } from './gamer.ts';
import { type Expected, violationsOf } from './invariants.ts';
import { claim, enableWithdrawal, GIVEN_COINS, REFERRAL_COINS, WITHDRAWN_COINS, withdraw } from './money.ts';

/**
 * Many players play ten minutes in a short time, through the public callables of two instances that share a Redis. A
 * third of the way Redis is killed, at two thirds it comes back, empty. Everything that may be lost or doubled is sent
 * twice: batches, claims and withdrawals.
 */
export interface LoadSettings {
  readonly players: number;
  /** How long all of it takes, Redis' absence included. */
  readonly playMs: number;
}

export interface LoadOutcome {
  readonly samples: readonly CallSample[];
  readonly events: number;
  readonly durationMs: number;
  /** Warnings that Redis is away; at least one shows that it was. */
  readonly redisWarnings: number;
  /** What does not hold; nothing, if all is well. */
  readonly violations: readonly string[];
}

const INSTANCES = 2;
const AT_ONCE = 10;
const PATIENCE_MS = 90_000;
const REDIS_WARNING = 'redis unavailable, falling back';

export async function runLoad(
  stage: Stage,
  settings: LoadSettings,
  progress: (line: string) => void,
): Promise<LoadOutcome> {
  const redis = await OwnRedis.start();
  const start = () => stage.startInstance({ REDIS_URL: redis.url });
  const instances = await Promise.all(Array.from({ length: INSTANCES }, start));
  const calls = new Calls(instances);
  try {
    const all = await enterAll(stage, settings.players, calls);
    progress(`${all.length} players are in`);
    // Letting them in is no part of the load.
    calls.samples.length = 0;
    const startedMs = Date.now();
    await Promise.all([
      killRedis(redis, calls, settings.playMs, progress),
      playAll(stage, all, calls, settings.playMs),
    ]);
    const durationMs = Date.now() - startedMs;
    await finishAll(all);
    progress('everybody has played');
    const violations = [...calls.violations, ...(await violationsOf(stage, all, instances))];
    const lines = instances.flatMap((instance) => instance.logs);
    const redisWarnings = lines.filter((line) => line.includes(REDIS_WARNING)).length;
    const events = all.length * EVENTS_A_PLAYER;
    return { samples: calls.samples, events, durationMs, redisWarnings, violations };
  } finally {
    await Promise.all(instances.map((instance) => instance.stop()));
    await redis.stop();
  }
}

/** Every tenth player may withdraw; of four players one claims the code of another one. */
const withdraws = (at: number) => at % 10 === 0;
const claims = (at: number) => at % 4 === 1;
const isClaimed = (at: number, players: number) => at % 4 === 0 && at + 1 < players;
const repeats = (at: number) => at % 3 === 0;
const isGreedy = (at: number) => at % 20 === 7;
/** More than 10 a minute by each of two instances on their own, also where a minute ends in between. */
const GREEDY_CALLS = 41;

async function enterAll(stage: Stage, players: number, calls: Calls): Promise<Expected[]> {
  const entered: Expected[] = [];
  await inTurns(players, async (at) => {
    const gamer = await Gamer.enter(await stage.player(), stage.project, calls);
    if (withdraws(at)) await enableWithdrawal(stage, gamer, calls);
    const referrals = Number(claims(at)) + Number(isClaimed(at, players));
    const given = referrals * REFERRAL_COINS + (withdraws(at) ? GIVEN_COINS : 0);
    entered[at] = { gamer, given, held: withdraws(at) ? WITHDRAWN_COINS : 0 };
  });
  return entered;
}

async function killRedis(redis: OwnRedis, calls: Calls, playMs: number, progress: (line: string) => void) {
  const seen = (phase: Phase) =>
    eventually(async () => {
      if (!calls.hasCredited(phase)) throw new Error(`nothing is credited ${phase} Redis is away`);
    }, PATIENCE_MS);
  await Promise.all([delay(playMs / 3), seen('before')]);
  await redis.stop();
  calls.phase = 'during';
  progress('Redis is killed');
  await Promise.all([delay(playMs / 3), seen('during')]);
  await redis.open();
  calls.phase = 'after';
  progress('Redis is back, and empty');
}

async function playAll(stage: Stage, all: readonly Expected[], calls: Calls, playMs: number): Promise<void> {
  const startedMs = Date.now();
  const codes = await Promise.all(
    all.map(async ({ gamer }) => String((await stage.read(`users/${gamer.player.uid}`))?.referralCode)),
  );
  await Promise.all(
    all.map(async ({ gamer }, at) => {
      for (let round = 0; round < ROUNDS_PLAYED; round += 1) {
        const dueMs = startedMs + (playMs * (round + at / all.length)) / ROUNDS_PLAYED;
        await delay(Math.max(0, dueMs - Date.now()));
        await gamer.playRound(round);
        await gamer.readAccount();
        if (round === Math.floor(at / 10) % ROUNDS_PLAYED) await doMore(gamer, at, codes[at - 1] ?? '', calls);
      }
      if (isGreedy(at)) await gamer.repeatLastBatch(GREEDY_CALLS);
    }),
  );
}

async function doMore(gamer: Gamer, at: number, referralCode: string, calls: Calls): Promise<void> {
  if (repeats(at)) await gamer.repeatLastBatch(1);
  if (claims(at)) await claim(gamer, referralCode, calls);
  if (withdraws(at)) await withdraw(gamer, calls);
}

async function finishAll(all: readonly Expected[]): Promise<void> {
  for (const { gamer } of all) {
    await eventually(async () => {
      const waiting = await gamer.finish();
      if (waiting > 0) throw new Error(`${waiting} events of ${gamer.player.uid} still wait`);
    }, PATIENCE_MS);
    gamer.close();
  }
}

/** Runs `work` for 0, 1, 2, …, a few at a time. */
async function inTurns(count: number, work: (at: number) => Promise<void>): Promise<void> {
  const waiting = Array.from({ length: count }, (_, at) => at);
  const worker = async () => {
    for (let at = waiting.shift(); at !== undefined; at = waiting.shift()) await work(at);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}
