import { checkAtRest } from '../checks/atRest.ts';
import { checkMonths, checkWhole } from '../checks/whole.ts';
import { dayText } from '../oracle/calendar.ts';
import { genuine } from '../oracle/consumers.ts';
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
  for (const job of ['sweepOutbox', 'resumeDeletions', 'sweepReferrals', 'applyRoles'])
    await simulation.quietly(job, {});
  const waiting = outside.store.group('days').find(({ data }) => data.outboxSince);
  demand(waiting === undefined, () => `${waiting?.path} still waits after a sweep`);
  await deliverAll(simulation);
  for (const message of outside.messages) consumer.handle(message);
  for (const { uid, days } of oracle.accounts.values()) {
    for (const [day, { counts }] of days) {
      const told = consumer.coins.get(`${uid} ${dayText(day)}`) ?? 0;
      demandEqual(told, counts.coinsEarned, `coins that consumers were told of, ${uid} on ${dayText(day)}`);
    }
  }
  checkWhole(oracle, outside.store);
  checkMonths(oracle, outside.store);
  checkAtRest(oracle, outside.store);
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
