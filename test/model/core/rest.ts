import { sweepOutbox } from '../../../functions/src/events/sweepOutbox.ts';
import { checkMonths, checkWhole } from '../checks/whole.ts';
import { dayText } from '../oracle/calendar.ts';
import type { Simulation } from './simulation.ts';
import { demand, demandEqual } from './violation.ts';

/**
 * Lets a world come to rest, without faults: whatever was lost on the way is found by the sweep, every message arrives,
 * and then nothing may be missing and nothing may have been counted twice.
 */
const LATER_MS = 60 * 60_000;

export async function comeToRest({ oracle, outside, consumer }: Simulation): Promise<void> {
  checkWhole(oracle, outside.store);
  outside.restingAtMs += LATER_MS;
  const { failed } = await sweepOutbox(outside.restingAtMs);
  demand(failed === 0, () => `the sweep could not relay ${failed} pages`);
  const waiting = outside.store.group('days').find(({ data }) => data.outboxSince);
  demand(waiting === undefined, () => `${waiting?.path} still waits after a sweep`);
  for (const message of outside.messages) consumer.handle(message);
  for (const { uid, days } of oracle.accounts.values()) {
    for (const [day, { counts }] of days) {
      const told = consumer.coins.get(`${uid} ${dayText(day)}`) ?? 0;
      demandEqual(told, counts.coinsEarned, `coins that consumers were told of, ${uid} on ${dayText(day)}`);
    }
  }
  checkWhole(oracle, outside.store);
  checkMonths(oracle, outside.store);
}
