import assert from 'node:assert/strict';
import { join } from 'node:path';
import { adminFirestore } from '../../functions/src/platform/runtime/firebase.ts';
import { ENDPOINTS_SNAPSHOT } from '../../scripts/generate/endpointsSnapshot.ts';
import { repositoryRoot } from '../../scripts/suite/paths.ts';
import { isDue, runsADay } from '../../scripts/suite/rhythm.ts';
import { runDue, schedulesIn } from '../../scripts/suite/scheduler.ts';
import { wins, yesterday } from '../features/events/wireEvents.ts';
import { functionsUrl } from '../support/environment.ts';
import { world } from '../support/world.ts';

const MINUTE_MS = 60_000;
const MINUTES_A_DAY = 1_440;
const MIDNIGHT_MS = Date.parse('2027-03-28T00:00:00Z');
const MINUTES = Array.from({ length: MINUTES_A_DAY }, (_, at) => MIDNIGHT_MS + at * MINUTE_MS);

describe('the schedules of a suite that is played with', function () {
  this.timeout(60_000);
  const schedules = schedulesIn(join(repositoryRoot, ENDPOINTS_SNAPSHOT));

  it('are due as often as they say, at the minutes that they say', () => {
    for (const { schedule } of schedules) {
      assert.equal(MINUTES.filter((atMs) => isDue(schedule, atMs)).length, runsADay(schedule), schedule);
    }
    const due = MINUTES.filter((atMs) => isDue('every day 00:05', atMs));
    assert.deepEqual(due, [MIDNIGHT_MS + 5 * MINUTE_MS]);
    assert.ok(isDue('every 60 minutes', MIDNIGHT_MS + 60 * MINUTE_MS + 59_999), 'all through its minute');
    assert.throws(() => isDue('every second monday', MIDNIGHT_MS), /nobody knows/);
  });

  it('run when they are due and not before', async () => {
    const player = await world.player();
    const { error } = await player.call('batchEvents', { events: wins(2) });
    assert.equal(error, undefined);
    const month = (await adminFirestore()).doc(`users/${player.uid}/monthlyStats/${yesterday().slice(0, 7)}`);
    const sweep = schedules.filter(({ name }) => name === 'sweepOutbox');
    const evenMs = Math.ceil(Date.now() / (2 * MINUTE_MS)) * 2 * MINUTE_MS + 20 * MINUTE_MS;
    await runDue(functionsUrl, sweep, evenMs + MINUTE_MS);
    assert.equal((await month.get()).exists, false);
    await runDue(functionsUrl, sweep, evenMs);
    assert.equal((await month.get()).get('coinsEarned'), 20);
  });
});
