import assert from 'node:assert/strict';
import { domains } from '../../../functions/src/gathered.ts';
import { MINUTE_MS } from '../../../functions/src/kernel/time.ts';
import { adminFirestore } from '../../../functions/src/platform/runtime/firebase.ts';
import { keyedRequest } from '../../../functions/src/platform/storage/idempotency.ts';
import { personalCollections } from '../../../functions/src/users/personalCollections.ts';
import { verifyUser } from '../../../functions/src/wallet/verifyUser.ts';
import { demoSettings } from '../../support/demoSettings.ts';
import { dyingAt } from '../../support/dyingAtCommit.ts';
import { eventually } from '../../support/eventually.ts';
import { freshSeed } from '../../support/freshSeed.ts';
import { FunctionServer } from '../../support/functionServer.ts';
import { runSchedule } from '../../support/runSchedule.ts';
import { freshKey, world } from '../../support/world.ts';
import { type Everything, everyDocument, mentioning } from './everyDocument.ts';
import { furtherTraces, isKnownToAuth, type Lived, livedPlayer } from './lives.ts';

/** As many instances at a time as a small machine can start without the calls timing out. */
const AT_ONCE = 3;
/** More commits than a deletion can have: the loop must end even where an instance never survives. */
const MOST_COMMITS = 60;
/** Every fifth commit, others in each run: an instance for every one of them would take longer than all else about users. */
const STRIDE = 5;
const FIRST = 1 + (freshSeed() % STRIDE);

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

/** By its key's record: the uid itself is forgotten in the end. */
async function deletionOf({ player, request }: Interrupted): Promise<Record<string, any>> {
  const { scope } = keyedRequest(player.uid, 'deleteAccount', request.idempotencyKey, { sent: {}, filled: {} });
  const found = await (await adminFirestore()).doc(`deletions/${scope}`).get();
  assert.ok(found.exists);
  return found.data() ?? {};
}

async function assertGone(interrupted: Interrupted, left: readonly Everything[]): Promise<void> {
  const { player } = interrupted;
  const { status, devices, uid: pseudonym } = await deletionOf(interrupted);
  assert.deepEqual([status, devices], ['DONE', []]);
  assert.equal(await isKnownToAuth(player), false);
  assert.deepEqual(mentioning(left, [player.uid, ...player.personal]), []);
  const { balances } = (await (await adminFirestore()).doc(`users/${pseudonym}`).get()).data() ?? {};
  assert.equal(balances.coins.available, 2_000 + 3 * 10 + 5, 'nothing is lost or doubled');
  assert.deepEqual((await verifyUser(pseudonym)).discrepancies, []);
  const referralCode = (await (await world.player()).stored()).referralCode;
  for (const deviceHash of player.devices) {
    const again = { deviceHash, referralCode, idempotencyKey: freshKey() };
    const { error } = await (await world.visitor()).call('createUser', again);
    assert.equal(error?.details.code, 'referrals/device-used');
  }
}

/** Interrupts a deletion after one of its commits and a later one in turn, until one is not interrupted any more. */
async function interruptEverywhere(): Promise<Interrupted[]> {
  const cases: Interrupted[] = [];
  while (!cases.some(({ survived }) => survived)) {
    assert.ok(cases.length * STRIDE < MOST_COMMITS, 'a deletion ends');
    const next = Array.from({ length: AT_ONCE }, (_, at) => interruptedAt(FIRST + (cases.length + at) * STRIDE));
    cases.push(...(await Promise.all(next)));
  }
  const commits = FIRST + cases.findIndex(({ survived }) => survived) * STRIDE - 1;
  const erased = personalCollections(domains).filter(({ onDeletion }) => onDeletion !== 'keep');
  assert.ok(commits > erased.length, `${commits} commits are fewer than a deletion has steps`);
  return cases;
}

describe(`a deletion whose instance dies after commit ${FIRST}, or any third one from there`, function () {
  this.timeout(400_000);
  let cases: Interrupted[];

  before(async () => {
    cases = await interruptEverywhere();
  });

  it('has closed the account from the first commit on, so that nobody plays with half of it', async () => {
    for (const { player } of cases) assert.notEqual((await player.stored()).status, 'active');
  });

  it('goes on when the player asks again, as long as the player can', async () => {
    for (const { player, request } of cases.filter((_, at) => at % 2 === 0)) {
      const { result, error } = await player.call('deleteAccount', request);
      if (error === undefined) assert.deepEqual(result, { uid: player.uid, status: 'DELETED', replayed: true });
      else assert.equal(await isKnownToAuth(player), false, JSON.stringify(error));
    }
  });

  it('goes on by itself when nobody asks', async () => {
    // Whoever was at work on it is taken for gone by then; where Redis says nothing for a moment, it is tried again.
    await eventually(async () => {
      await runSchedule('resumeDeletions', Date.now() + 15 * MINUTE_MS);
      for (const one of cases) assert.equal((await deletionOf(one)).status, 'DONE');
    }, 60_000);
    const left = await everyDocument();
    for (const one of cases) await assertGone(one, left);
  });

  it('is done once: another run of the schedule finds nothing to do', async () => {
    const [first] = cases;
    assert.ok(first !== undefined);
    const before = await deletionOf(first);
    await runSchedule('resumeDeletions', Date.now() + 15 * MINUTE_MS);
    assert.deepEqual(await deletionOf(first), before);
  });
});
