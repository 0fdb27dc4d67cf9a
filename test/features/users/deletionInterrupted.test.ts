import assert from 'node:assert/strict';
import { domains } from '../../../functions/src/gathered.ts';
import { MINUTE_MS } from '../../../functions/src/kernel/time.ts';
import { adminFirestore } from '../../../functions/src/platform/runtime/firebase.ts';
import { personalCollections } from '../../../functions/src/users/personalCollections.ts';
import { verifyUser } from '../../../functions/src/wallet/verifyUser.ts';
import { demoSettings } from '../../support/demoSettings.ts';
import { dyingAt } from '../../support/dyingAtCommit.ts';
import { FunctionServer } from '../../support/functionServer.ts';
import { runSchedule } from '../../support/runSchedule.ts';
import { freshKey, world } from '../../support/world.ts';
import { type Everything, everyDocument, mentioning } from './everyDocument.ts';
import { furtherTraces, isKnownToAuth, type Lived, livedPlayer } from './lives.ts';

/** As many instances at a time as a small machine can start without the calls timing out. */
const AT_ONCE = 3;
/** More commits than a deletion can have: the loop must end even where an instance never survives. */
const MOST_COMMITS = 60;

interface Interrupted {
  readonly player: Lived;
  readonly request: { readonly confirm: string; readonly idempotencyKey: string };
  readonly survived: boolean;
}

/** A deletion whose instance is gone right after its `commit`-th commit. */
async function interruptedAt(commit: number): Promise<Interrupted> {
  const player = await livedPlayer();
  await furtherTraces(player);
  const request = { confirm: 'DELETE', idempotencyKey: freshKey() };
  const server = await FunctionServer.start({ ...demoSettings(), ...dyingAt(commit) });
  try {
    const { error } = await player.call('deleteAccount', request, { url: server.url });
    assert.equal(error, undefined);
    return { player, request, survived: true };
  } catch (error) {
    assert.match(String(error), /fetch failed/);
    return { player, request, survived: false };
  } finally {
    await server.stop();
  }
}

async function deletionOf({ uid }: Lived): Promise<Record<string, unknown>> {
  const found = await (await adminFirestore()).collection('deletions').where('uid', '==', uid).get();
  assert.equal(found.size, 1, 'one deletion, however often it was asked for');
  return found.docs[0]?.data() ?? {};
}

async function assertGone(player: Lived, left: readonly Everything[]): Promise<void> {
  const { status, devices } = await deletionOf(player);
  assert.deepEqual([status, devices], ['DONE', []]);
  assert.equal(await isKnownToAuth(player), false);
  assert.deepEqual(mentioning(left, player.personal), []);
  assert.deepEqual((await verifyUser(player.uid)).discrepancies, []);
  const referralCode = (await (await world.player()).stored()).referralCode;
  for (const deviceHash of player.devices) {
    const again = { deviceHash, referralCode, idempotencyKey: freshKey() };
    const { error } = await (await world.visitor()).call('createUser', again);
    assert.equal(error?.details.code, 'referrals/device-used');
  }
}

/** Interrupts a deletion after each of its commits in turn, until one is not interrupted any more. */
async function interruptEverywhere(): Promise<Interrupted[]> {
  const cases: Interrupted[] = [];
  while (!cases.some(({ survived }) => survived)) {
    assert.ok(cases.length < MOST_COMMITS, 'a deletion ends');
    const next = Array.from({ length: AT_ONCE }, (_, at) => interruptedAt(cases.length + at + 1));
    cases.push(...(await Promise.all(next)));
  }
  const deaths = cases.findIndex(({ survived }) => survived);
  const erased = personalCollections(domains).filter(({ onDeletion }) => onDeletion !== 'keep');
  assert.ok(deaths > erased.length, `${deaths} deaths are fewer than a deletion has steps`);
  return cases;
}

describe('a deletion whose instance dies after any of its commits', function () {
  this.timeout(400_000);
  let cases: Interrupted[];

  before(async () => {
    cases = await interruptEverywhere();
  });

  it('has closed the account from the first commit on, so that nobody plays with half of it', async () => {
    for (const { player } of cases) assert.equal((await player.stored()).status, 'deleted');
  });

  it('goes on when the player asks again, as long as the player can', async () => {
    for (const { player, request } of cases.filter((_, at) => at % 2 === 0)) {
      const { result, error } = await player.call('deleteAccount', request);
      if (error === undefined) assert.deepEqual(result, { uid: player.uid, status: 'DELETED', replayed: true });
      else assert.equal(await isKnownToAuth(player), false, JSON.stringify(error));
    }
  });

  it('goes on by itself when nobody asks', async () => {
    await runSchedule('resumeDeletions', Date.now() + 5 * MINUTE_MS);
    const left = await everyDocument();
    for (const { player } of cases) await assertGone(player, left);
  });

  it('is done once: another run of the schedule finds nothing to do', async () => {
    const [first] = cases;
    assert.ok(first !== undefined);
    const before = await deletionOf(first.player);
    await runSchedule('resumeDeletions', Date.now() + 5 * MINUTE_MS);
    assert.deepEqual(await deletionOf(first.player), before);
  });
});
