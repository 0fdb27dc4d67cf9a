import type { DarkServer } from '../../test/support/darkServer.ts';
import { freshKey } from '../../test/support/world.ts';
import type { Progress } from '../progress.ts';
import type { Report } from '../report.ts';
import { type Person, Stage } from '../stage.ts';
import { foldingOf, Owners } from './owners.ts';
import { type Found, reportOf } from './reportOf.ts';

/**
 * A hundred players claim one code at the same moment, and a hundred claim each another one. Were the owner of a code in
 * the claimer's way, one code would be slower than many. Both in turns in the same run, against one instance that serves
 * all calls, as an instance in the cloud does.
 */
export const CLAIMERS = 100;
const ROUNDS = 4;
const REWARD_COINS = 100;
const AT_ONCE = 10;

interface Owner {
  readonly uid: string;
  readonly code: string;
}

export async function measureReferrals(progress: Progress): Promise<Report> {
  const stage = await Stage.open();
  const instance = await stage.startInstance({ REDIS_URL: process.env.REDIS_URL ?? '' });
  try {
    return reportOf(await measure(stage, instance, progress));
  } finally {
    await instance.stop();
    await stage.close();
  }
}

async function measure(stage: Stage, { url }: DarkServer, progress: Progress): Promise<Found> {
  const people = await enter(stage, CLAIMERS + 1);
  const [star, ...others] = await Promise.all(people.map(ownerOf));
  if (star === undefined) throw new Error('nobody owns a code');
  progress(`${people.length} players own codes`);
  const owners = new Owners(stage);
  const crowds = { one: others.map(() => star), many: others };
  const found: { one: number[][]; many: number[][] } = { one: [], many: [] };
  for (let round = 0; round <= ROUNDS; round += 1) {
    // They take turns in going first, and the first round only warms up.
    for (const name of round % 2 === 0 ? (['one', 'many'] as const) : (['many', 'one'] as const)) {
      const claimers = await enter(stage, CLAIMERS);
      const times = await stage.during(() => claimAll(claimers, crowds[name], url, owners));
      await owners.untilPaid();
      if (round > 0) found[name].push(times);
    }
    progress(round === 0 ? 'warmed up' : `round ${round} of ${ROUNDS}`);
  }
  const { deliveries } = stage;
  return { ...found, folding: await foldingOf(stage, star.uid), deliveries, allClaims: 2 * CLAIMERS * (ROUNDS + 1) };
}

/** Milliseconds of each claim, all of them sent at once. */
function claimAll(
  claimers: readonly Person[],
  codes: readonly Owner[],
  url: string,
  owners: Owners,
): Promise<number[]> {
  return Promise.all(
    claimers.map(async (claimer, at) => {
      const { uid = '', code: referralCode = '' } = codes[at] ?? {};
      owners.owe(uid, REWARD_COINS);
      const { deviceHash } = claimer;
      const request = { referralCode, deviceHash, idempotencyKey: freshKey() };
      const startedMs = performance.now();
      const { error } = await claimer.call('claimReferral', request, { url });
      if (error !== undefined) throw new Error(`claimReferral: ${JSON.stringify(error)}`);
      return performance.now() - startedMs;
    }),
  );
}

async function enter(stage: Stage, count: number): Promise<Person[]> {
  const people: Person[] = [];
  while (people.length < count) {
    const more = Math.min(AT_ONCE, count - people.length);
    people.push(...(await Promise.all(Array.from({ length: more }, () => stage.player()))));
  }
  return people;
}

async function ownerOf(person: Person): Promise<Owner> {
  return { uid: person.uid, code: String((await person.stored()).referralCode) };
}
