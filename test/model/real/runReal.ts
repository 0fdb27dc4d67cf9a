import { sweepOutbox } from '../../../functions/src/events/sweepOutbox.ts';
import { adminAuth, adminFirestore } from '../../../functions/src/platform/runtime/firebase.ts';
import { signUp } from '../../support/auth.ts';
import { Consumer } from '../core/consumer.ts';
import { drawWorld } from '../core/generate.ts';
import { loadKinds } from '../core/registry.ts';
import { demandEqual } from '../core/violation.ts';
import { dayText } from '../oracle/calendar.ts';
import { inProcess, overTheNetwork } from './dispatch.ts';
import { Listener } from './messages.ts';
import { RealWorld } from './realWorld.ts';
import { personOf } from './restReal.ts';

/** Plays worlds on the emulator suite, several at once, most in this process and some over the network. */
export interface RealSummary {
  steps: number;
  seconds: number;
  readonly outcomes: Map<string, number>;
  failure?: string;
}

/** What belongs to single players; jobs that sweep everybody's data would meet the suite's other guests. */
const PUBLIC = [
  'adjustBalance',
  'batchEvents',
  'bindDevice',
  'cancelWithdrawal',
  'claimReferral',
  'completeWithdrawal',
  'createUser',
  'deleteAccount',
  'exportMyData',
  'forgiveDebt',
  'growOlder',
  'requestWithdrawal',
  'revealPaymentDetails',
  'reviewFraud',
  'reviewWithdrawal',
];
const PLAYED = [
  ...PUBLIC,
  'adReward',
  'capture',
  'consume',
  'flushRedis',
  'hold',
  'poison',
  'relay',
  'release',
  'signOutEverywhere',
];
const OPS_A_WORLD = 50;
const WORLDS_AT_ONCE = 6;
const PUBLIC_EVERY = 5;

export async function runReal(seed: number, ops: number): Promise<RealSummary> {
  const startedMs = performance.now();
  const summary: RealSummary = { steps: 0, seconds: 0, outcomes: new Map() };
  const listener = new Listener();
  await listener.open('reward.earned');
  const numbers = Array.from({ length: Math.ceil(ops / OPS_A_WORLD) }, (_, at) => at).values();
  const worlds: RealWorld[] = [];
  const lane = async () => {
    for (const at of numbers) {
      const world = await openWorld(seed + at, at % PUBLIC_EVERY === PUBLIC_EVERY - 1);
      worlds.push(world);
      for (const group of world.groups) {
        if (summary.failure !== undefined) return;
        await world.runGroup(group);
        summary.steps += group.length;
      }
      await world.settle();
      await world.verify();
    }
  };
  const guarded = () => lane().catch((error: unknown) => (summary.failure ??= `seed ${seed}: ${String(error)}`));
  await Promise.all(Array.from({ length: WORLDS_AT_ONCE }, guarded));
  if (summary.failure === undefined) {
    await comeToRest(worlds, listener).catch(
      (error: unknown) => (summary.failure ??= `seed ${seed}: ${String(error)}`),
    );
  }
  await listener.close();
  for (const world of worlds) {
    for (const [name, times] of world.outcomes) summary.outcomes.set(name, (summary.outcomes.get(name) ?? 0) + times);
  }
  summary.seconds = (performance.now() - startedMs) / 1_000;
  return summary;
}

async function openWorld(seed: number, isPublic: boolean): Promise<RealWorld> {
  const all = await loadKinds();
  const kinds = new Map([...all].filter(([name]) => (isPublic ? PUBLIC : PLAYED).includes(name)));
  const people = isPublic ? await Promise.all([1, 2, 3, 4].map(() => signUp())) : [];
  const staff = isPublic ? await Promise.all([1, 2].map(() => signUp({ role: 'admin' }))) : [];
  const suffix = `${seed}-${Date.now().toString(36)}`;
  const cast = isPublic
    ? {
        players: people.map(({ uid }) => uid).slice(0, 3),
        newcomers: people.map(({ uid }) => uid).slice(3),
        admins: staff.map(({ uid }) => uid),
        nowMs: Date.now(),
      }
    : {
        players: [1, 2, 3].map((at) => `real-${at}-${suffix}`),
        newcomers: [4, 5].map((at) => `real-${at}-${suffix}`),
        admins: [1, 2].map((at) => `staff-${at}-${suffix}`),
      };
  if (!isPublic) await knowToAuth([...cast.players, ...cast.newcomers, ...cast.admins]);
  const world = drawWorld(seed, OPS_A_WORLD, kinds, cast);
  const tokens = new Map([...people, ...staff].map(({ uid, idToken }) => [uid, idToken]));
  const version = await suiteVersion();
  const dispatch = isPublic ? overTheNetwork(tokens) : inProcess(version);
  return new RealWorld(world, [...cast.players, ...cast.newcomers], kinds, dispatch, version);
}

async function knowToAuth(uids: readonly string[]): Promise<void> {
  const auth = await adminAuth();
  await Promise.all(uids.map((uid) => auth.createUser({ uid })));
}

/** What other tests of the suite have left as the version; its prices are the defaults again by then. */
async function suiteVersion(): Promise<number> {
  const stored = await (await adminFirestore()).doc('config/economy').get();
  return stored.get('version') ?? 0;
}

const FAR_MS = 3 * 366 * 86_400_000;
const PATIENCE_MS = 20_000;

/** After a sweep, listeners have been told of every coin exactly once, however often they were told. */
async function comeToRest(worlds: readonly RealWorld[], listener: Listener): Promise<void> {
  await sweepOutbox(Date.now() + FAR_MS);
  const untilMs = performance.now() + PATIENCE_MS;
  for (;;) {
    const consumer = new Consumer();
    for (const message of await listener.messages()) consumer.handle(message);
    try {
      return checkTold(worlds, consumer);
    } catch (error) {
      if (performance.now() > untilMs) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

function checkTold(worlds: readonly RealWorld[], consumer: Consumer): void {
  for (const { oracle } of worlds) {
    const [earned, told] = [new Map<string, number>(), new Map<string, number>()];
    const add = (coins: Map<string, number>, name: string, amount: number) =>
      coins.set(name, (coins.get(name) ?? 0) + amount);
    for (const { uid, days } of oracle.accounts.values()) {
      for (const [day, { counts }] of days) add(earned, `${personOf(oracle, uid)} ${dayText(day)}`, counts.coinsEarned);
    }
    for (const [name, coins] of consumer.coins) {
      const [uid = '', day] = name.split(' ');
      add(told, `${personOf(oracle, uid)} ${day}`, coins);
    }
    for (const [name, coins] of earned) demandEqual(told.get(name) ?? 0, coins, `coins told of ${name}`);
  }
}
