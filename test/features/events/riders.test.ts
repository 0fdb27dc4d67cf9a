import assert from 'node:assert/strict';
import { domains } from '../../../functions/src/gathered.ts';
import { count } from '../../../functions/src/kernel/config.ts';
import { definePosting } from '../../../functions/src/kernel/posting.ts';
import { defineDomain } from '../../../functions/src/platform/manifest/domain.ts';
import { furnish } from '../../../functions/src/platform/manifest/house.ts';
import type { Batch, Rider } from '../../../functions/src/platform/manifest/rider.ts';
import { defineSection, docOf } from '../../../functions/src/platform/storage/collection.ts';
import { walletConfig } from '../../../functions/src/wallet/config.ts';
import { verifyUser } from '../../../functions/src/wallet/verifyUser.ts';
import { countTraffic } from '../../support/firestoreTraffic.ts';
import { operations } from './instance.ts';
import { wins, yesterday } from './wireEvents.ts';

/** An object of the functions' own zod, of which these tests know nothing. */
const fields = walletConfig.schema
  .pick({})
  .strip()
  .extend({ steps: count.default(0) });

/** Counts steps on the player and on the day's page, pays a gem for every ten of them, and tells of each such gem. */
const stepsOfPlayer = defineSection((uid) => `users/${uid}`, fields);
const stepsOfDay = defineSection((path) => path, fields);
const STEPS_A_GEM = 10;
const gemPaid = definePosting({ type: 'steps.gem', text: 'A gem for ten steps' });

const stepsRider: Rider<typeof stepsOfPlayer.fields, typeof stepsOfDay.fields> = {
  name: 'steps',
  user: (uid) => docOf(stepsOfPlayer, uid),
  page: (uid, date) => docOf(stepsOfDay, `users/${uid}/days/${date}`),
  ride(batch, { user, pages }) {
    const days = [...batch.days].map(([date, { credited }]) => ({ date, added: credited.length }));
    const steps = user.steps + days.reduce((sum, { added }) => sum + added, 0);
    const gems = Math.floor(steps / STEPS_A_GEM) - Math.floor(user.steps / STEPS_A_GEM);
    const day = days.at(-1)?.date ?? '';
    return {
      user: { steps },
      pages: new Map(days.map(({ date, added }) => [date, { steps: (pages.get(date)?.steps ?? 0) + added }])),
      postings: gems === 0 ? [] : [gemPosting(day, gems)],
      messages: gems === 0 ? [] : [{ day, message: gemMessage(batch, steps) }],
    };
  },
};

function gemPosting(day: string, amount: number) {
  const facts = { reference: day, details: { steps: STEPS_A_GEM } };
  return { day, kind: gemPaid, against: 'rewards', currency: 'gems', amount, ...facts } as const;
}

function gemMessage({ uid, nowMs, correlationId }: Batch, steps: number) {
  const facts = { eventId: `${uid}:steps:${steps}`, occurredAt: nowMs, correlationId, uid };
  return { ...facts, type: 'steps.gem', version: 1, data: { steps } };
}

const steps = defineDomain({ name: 'steps', postings: [gemPaid], riders: async () => [stepsRider] });

describe('what rides on a batch', () => {
  before(() => furnish(async () => [...domains, steps]));
  after(() => furnish(async () => domains));

  const user = (uid: string) => operations.read(`users/${uid}`) as Promise<Record<string, any>>;
  const page = (uid: string) => operations.read(`users/${uid}/days/${yesterday()}`) as Promise<Record<string, any>>;

  it('changes its own sections, money and messages in the batch’s two reads and two writes', async () => {
    const uid = await operations.openAccount();
    const { traffic } = await countTraffic(() => operations.credit(uid, wins(12)));
    const documents = [`users/${uid}`, `users/${uid}/days/${yesterday()}`];
    assert.deepEqual([traffic.read, traffic.written.toSorted()], [documents, documents]);
    const { balances, stats, steps: walked } = await user(uid);
    assert.deepEqual([walked, stats.gamesWon, balances.coins.available, balances.gems.available], [12, 12, 120, 1]);
    const { postings, outbox, steps: today } = await page(uid);
    assert.deepEqual([today, postings.map(({ type }: any) => type)], [12, ['events.credit', 'steps.gem']]);
    assert.deepEqual(
      outbox.map(({ type }: any) => type),
      ['reward.earned', 'steps.gem'],
    );
    assert.deepEqual((await verifyUser(uid)).discrepancies, []);
  });

  it('hears of what a batch credits, and of nothing that was sent before or refused', async () => {
    const uid = await operations.openAccount();
    const sent = wins(8);
    await operations.credit(uid, sent);
    await operations.credit(uid, [...sent, ...wins(3).map((one) => ({ ...one, occurredAt: 0 }))]);
    assert.equal((await user(uid)).steps, 8);
    await operations.credit(uid, [...sent, ...wins(10).slice(8)]);
    assert.deepEqual([(await user(uid)).steps, (await user(uid)).balances.gems.available], [10, 1]);
  });

  it('may change no page that the batch does not', async () => {
    const uid = await operations.openAccount();
    const before = await user(uid);
    const greedy: Rider = { ...stepsRider, ride: () => ({ pages: new Map([['2020-01-01', { steps: 1 }]]) }) };
    furnish(async () => [...domains, defineDomain({ name: 'greedy', riders: async () => [greedy] })]);
    await assert.rejects(operations.credit(uid, wins(1)), /does not change 2020-01-01/);
    furnish(async () => [...domains, steps]);
    assert.deepEqual(await user(uid), before);
  });
});
