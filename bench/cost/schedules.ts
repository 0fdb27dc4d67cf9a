import { DAY_MS } from '../../functions/src/kernel/time.ts';
import { adminFirestore } from '../../functions/src/platform/runtime/firebase.ts';
import { runsADay } from '../../scripts/suite/rhythm.ts';
import { runSchedule } from '../../test/support/runSchedule.ts';
import { deployedFunctions } from './deployed.ts';
import type { IdleRun, Measured, Stretch } from './measured.ts';
import { usedBy } from './window.ts';

/** The reset that follows a day; only those who played on it are touched. */
export async function measureReset(folder: string): Promise<Stretch> {
  const tomorrowMs = Date.now() + DAY_MS;
  const { docs } = await (await adminFirestore()).collection('users').where('today.date', '!=', null).get();
  const usage = await usedBy(folder, () => runSchedule('dailyReset', tomorrowMs));
  return { units: docs.length, usage, storedBytes: 0 };
}

export async function measureVerification(folder: string): Promise<Measured['verification']> {
  const database = await adminFirestore();
  const [players, pages] = [await database.collection('users').get(), await database.collectionGroup('days').get()];
  const usage = await usedBy(folder, () => runSchedule(REPLAY));
  return { players: players.size, pages: pages.size, usage };
}

/** The run of the day after, which looks at all who have played; nothing is known of them, so it reads the day that they have. */
export async function measureMoved(folder: string): Promise<Stretch> {
  const { docs } = await (await adminFirestore()).collection('users').where('movedIn', '!=', null).get();
  const usage = await usedBy(folder, () => runSchedule('verifyMoved', Date.now() + DAY_MS));
  return { units: docs.length, usage, storedBytes: 0 };
}

const REPLAY = 'verifyLedgerDaily';

/** Each schedule when it finds nothing to do; of a replay only a finished one is that. */
export async function measureIdleRuns(folder: string): Promise<IdleRun[]> {
  const scheduled = (await deployedFunctions()).flatMap(({ name, schedule }) =>
    schedule === undefined || name === REPLAY ? [] : [{ name, runsADay: runsADay(schedule) }],
  );
  const runAll = async () => {
    for (const { name } of scheduled) await runSchedule(name);
  };
  // The first call of an instance is no measure of those that follow.
  await runAll();
  const usage = await usedBy(folder, runAll);
  return scheduled.map((run) => ({ ...run, usage: usage.filter(({ who }) => who === run.name) }));
}
