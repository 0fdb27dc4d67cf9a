import assert from 'node:assert/strict';
import { HOUR_MS } from '../../../functions/src/kernel/time.ts';
import { type DarkPerson, DarkWorld } from '../../support/darkWorld.ts';
import { eventually } from '../../support/eventually.ts';
import type { Traffic } from '../../support/firestoreTraffic.ts';
import { freshAddress, freshDevice, freshKey } from '../../support/world.ts';
import { served } from '../withdrawals/asked.ts';
import { available, claim, codeOf } from './claims.ts';

const CROWD = 100;
const BUILDERS = 10;

describe('a code that everybody claims', function () {
  this.timeout(240_000);
  let world: DarkWorld;

  before(async () => {
    world = await DarkWorld.open();
  });
  after(() => world.close());

  async function crowd(count: number): Promise<DarkPerson[]> {
    const people: DarkPerson[] = [];
    while (people.length < count) {
      people.push(...(await Promise.all(Array.from({ length: BUILDERS }, () => world.player()))));
    }
    return people;
  }

  it('pays 100 claimers who come at once, and its owner 100 times 100 coins', async () => {
    const referrer = await world.player();
    const code = await codeOf(referrer);
    const claimers = await crowd(CROWD);
    const answers = await Promise.all(
      claimers.map((claimer) => {
        const key = { idempotencyKey: freshKey() };
        return served(() => claim(claimer, code, key));
      }),
    );
    assert.deepEqual(
      answers.flatMap(({ error }) => error ?? []),
      [],
    );
    const coins = await Promise.all(claimers.map(available));
    assert.deepEqual([...new Set(coins)], [100]);
    const told = await eventually(async () => {
      await world.server.ask('sweepOutbox', Date.now() + HOUR_MS);
      const messages = (await world.published()).filter(({ data }) => data.referrerUid === referrer.uid);
      assert.equal(new Set(messages.map(({ eventId }) => eventId)).size, CROWD);
      return messages as { type: string }[];
    }, 60_000);
    // A few come at once, and one that is told to come later is brought again, as Pub/Sub does.
    for (let at = 0; at < told.length; at += BUILDERS) {
      await Promise.all(
        told.slice(at, at + BUILDERS).map((message) => {
          return eventually(() => world.server.ask('deliver', message, 'creditReferrer'), 60_000);
        }),
      );
    }
    assert.equal(await available(referrer), CROWD * 100);
    assert.deepEqual(await referrer.discrepancies(), []);
    const waiting = await world.server.ask('list', 'referralClaims');
    assert.deepEqual(
      waiting.filter(({ data }) => data.status !== 'PAID'),
      [],
    );
  });

  it('is all that its claims share: none writes what another one touches, and none writes the owner’s', async () => {
    const referrer = await world.player();
    const code = await codeOf(referrer);
    const traffic: Traffic[] = [];
    for (const claimer of await Promise.all([world.player(), world.player()])) {
      await world.server.ask('count');
      const { error } = await claim(claimer, code);
      assert.equal(error, undefined);
      const counted = await world.server.ask('counted');
      assert.ok(counted);
      traffic.push(counted);
    }
    const [one, other] = traffic;
    const touched = new Set([...(other?.read ?? []), ...(other?.queried ?? []), ...(other?.written ?? [])]);
    assert.deepEqual(
      one?.written.filter((path) => touched.has(path)),
      [],
    );
    const shared = [...new Set(one?.read)].filter((path) => touched.has(path)).sort();
    // The owner's last address is looked at without a lock; the configuration is every instance's own copy. The owner's
    // own claim is there for good once it is made, and changes once more when it is paid.
    const owners = [`referralClaims/${referrer.uid}`, `referralCodes/${code}`, `users/${referrer.uid}`];
    assert.deepEqual(shared, ['config/economy', ...owners]);
    for (const { written } of traffic) assert.ok(written.every((path) => !path.includes(referrer.uid)));
  });

  it('keeps neither its owner nor its next claimer waiting for a claim whose process died in it', async () => {
    const [referrer, dying, next] = [await world.player(), await world.player(), await world.player()];
    const code = await codeOf(referrer);
    const doomed = await world.another();
    await doomed.ask('dieAt', 'sent');
    await assert.rejects(claim(dying, code, {}, { url: doomed.url }));
    assert.equal(await doomed.died(), 'SIGKILL');
    // Its locks live on for a minute, and whoever needed one of them would be told to come later.
    assert.equal((await claim(next, code)).error, undefined);
    const other = await codeOf(await world.player());
    assert.equal((await claim(referrer, other)).error, undefined, 'which writes the owner’s account and addresses');
    assert.equal((await referrer.send('bindDevice', { deviceHash: freshDevice() })).error, undefined);
  });

  it('cannot be claimed by masses from one address: each claim beyond the third scores, and above 30 it is blocked', async () => {
    const referrer = await world.player();
    const code = await codeOf(referrer);
    const headers = { 'x-forwarded-for': freshAddress() };
    const outcomes: string[] = [];
    let last = referrer;
    for (let at = 0; at < 11; at += 1) {
      last = await world.player();
      const { error } = await claim(last, code, {}, { headers });
      outcomes.push(error?.details.code ?? 'ok');
    }
    // 5 each beyond the third: the ninth scores 30 and passes, the tenth 35.
    assert.deepEqual(outcomes, [...Array(9).fill('ok'), 'referrals/blocked', 'referrals/blocked']);
    assert.equal(await available(last), 0);
    const logs = (await world.server.ask('list', 'fraudLogs')).map(({ data }) => data);
    const [entry, ...others] = logs.filter(({ uid }) => uid === last.uid);
    assert.deepEqual(others, []);
    assert.deepEqual(
      [entry?.kind, entry?.verdict, entry?.total, entry?.evidence, entry?.subject, entry?.status],
      ['referral', 'block', 35, { manyClaims: 35 }, `users/${referrer.uid}`, 'OPEN'],
    );
    const tomorrow = await world.later(1);
    try {
      const { error } = await claim(last, code, {}, { url: tomorrow.url, headers });
      assert.equal(error, undefined, 'an hour later they are forgotten');
    } finally {
      await tomorrow.stop();
    }
  });
});
