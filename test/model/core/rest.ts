import { checkAtRest } from '../checks/atRest.ts';
import { checkMonths, checkWhole } from '../checks/whole.ts';
import { dayText } from '../oracle/calendar.ts';
import { genuine } from '../oracle/consumers.ts';
import { storedScope } from '../oracle/keys.ts';
import type { Oracle } from '../oracle/state.ts';
import type { Consumer } from './consumer.ts';
import type { World } from './generate.ts';
import type { ModelOutside } from './outside.ts';
import { demand, demandEqual } from './violation.ts';

/**
 * Lets a world come to rest, without faults: whatever was lost on the way is found by the sweeps, every message arrives,
 * what died is sent again, and then nothing may be missing and nothing may have been counted twice.
 */
const LATER_MS = 60 * 60_000;
const MAX_ROUNDS = 20;

/** What there is of a world when its last operation has ended. */
interface Ended {
  readonly oracle: Oracle;
  readonly outside: ModelOutside;
  readonly consumer: Consumer;
  readonly world: World;
  /** Runs something by itself, without faults. */
  quietly(kind: string, params: unknown): Promise<void>;
}

export async function comeToRest(simulation: Ended): Promise<void> {
  const { oracle, outside, consumer } = simulation;
  checkWhole(oracle, outside.store);
  outside.restingAtMs += LATER_MS;
  for (const job of ['sweepStandings', 'sweepOutbox', 'resumeDeletions', 'sweepReferrals', 'applyRoles'])
    await simulation.quietly(job, {});
  await simulation.quietly('verifyMoved', { perPage: 50, daysLater: 1 });
  const waiting = outside.store.group('days').find(({ data }) => data.outboxSince);
  demand(waiting === undefined, () => `${waiting?.path} still waits after a sweep`);
  await deliverAll(simulation);
  for (const message of outside.messages) consumer.handle(message);
  checkTold(oracle, consumer);
  checkWhole(oracle, outside.store);
  checkMonths(oracle, outside.store);
  checkAtRest(oracle, outside.store);
  checkCopies(oracle, outside);
}

/** All lives of a person together, each of which was told of under the person's uid. */
function checkTold(oracle: Oracle, consumer: Consumer): void {
  const earned = new Map<string, number>();
  for (const { uid, days } of oracle.accounts.values()) {
    for (const [day, { counts }] of days) {
      const key = `${oracle.pseudonyms.get(uid) ?? uid} ${dayText(day)}`;
      earned.set(key, (earned.get(key) ?? 0) + counts.coinsEarned);
    }
  }
  for (const [key, coins] of earned) demandEqual(consumer.coins.get(key) ?? 0, coins, `coins told of, ${key}`);
}

/** What somebody was answered who is gone stands nowhere any more, in Redis neither; a copy that has lapsed stands nowhere. */
function checkCopies(oracle: Oracle, { redis, restingAtMs }: ModelOutside): void {
  const left = [...oracle.deletions.values()].map(({ uid }) => uid);
  // Whoever came back since is answered like anybody.
  const gone = new Set(left.filter((uid) => !oracle.accounts.has(uid)));
  for (const scope of oracle.keys.keys()) {
    const [uid = '', name] = scope.split('|');
    const copy = redis.get(`replay:${storedScope(scope.split('|'))}`);
    const hasCopy = gone.has(uid) && copy !== undefined && copy.untilMs > restingAtMs;
    demand(!hasCopy, () => `what ${uid} was answered by ${name} is still in Redis`);
  }
}

/** Delivers what waits, and sends the letters again that somebody of the deployment has written. */
async function deliverAll(simulation: Ended): Promise<void> {
  const { oracle, outside } = simulation;
  const admin = simulation.world.admins.find((uid) => oracle.claims.get(uid)?.role === 'admin') ?? '';
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    while (outside.deliveries.length > 0) await simulation.quietly('consume', { chance: 0 });
    const dead = [...oracle.letters].filter(([, { status }]) => status === 'WAITING');
    // A letter that nobody ever sends again keeps no referrer from being paid: the sweep has done so.
    const healthy = dead.filter(([, { consumer, message }]) => {
      return consumer !== 'creditReferrer' && genuine(oracle, { raw: JSON.parse(message) }) !== undefined;
    });
    if (healthy.length === 0) return;
    for (const [id] of healthy) {
      const letter = { name: `rest-${round}-${id}`, chance: 0, wild: false };
      oracle.names.set(letter.name, id);
      const data = { letter, idempotencyKey: letter.name };
      const about = { uid: admin, address: '10.0.0.1', signedInAtMs: outside.restingAtMs };
      await simulation.quietly('replayDeadLetter', { ...about, data });
      outside.restingAtMs += 2_000;
    }
  }
  demand(false, () => 'letters die again and again');
}
