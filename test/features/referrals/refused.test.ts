import assert from 'node:assert/strict';
import { type DarkPerson, DarkWorld } from '../../support/darkWorld.ts';
import { freshDevice, freshKey } from '../../support/world.ts';
import { claim, codeOf, PATHS } from './claims.ts';

interface Broken {
  readonly code: string;
  readonly httpStatus: number;
  /** Breaks the rule, and answers what of the request breaks it. */
  readonly break: (world: DarkWorld, claimer: DarkPerson, referrer: DarkPerson) => Promise<object>;
}

const nothing = {};

/** In descending order of precedence. */
const CLAIM: readonly Broken[] = [
  {
    code: 'users/frozen',
    httpStatus: 403,
    break: (_world, claimer) => claimer.mend({ status: 'frozen' }).then(() => nothing),
  },
  { code: 'referrals/wrong-device', httpStatus: 400, break: async () => ({ deviceHash: freshDevice() }) },
  { code: 'referrals/unknown-code', httpStatus: 404, break: async () => ({ referralCode: 'ZZZZZZZZ' }) },
  {
    code: 'referrals/own-code',
    httpStatus: 403,
    break: async (world, claimer, { uid }) => {
      await world.server.ask('write', `devices/${claimer.deviceHash}`, { history: [{ uid, boundAtMs: 0 }] });
      return nothing;
    },
  },
  {
    code: 'referrals/already-claimed',
    httpStatus: 403,
    break: (_world, claimer) => claimer.mend({ referredBy: 'somebody' }).then(() => nothing),
  },
  {
    code: 'referrals/mutual',
    httpStatus: 403,
    break: async (_world, claimer, referrer) => {
      const { error } = await claim(referrer, await codeOf(claimer));
      assert.equal(error, undefined);
      return nothing;
    },
  },
  {
    code: 'referrals/blocked',
    httpStatus: 403,
    break: async (_world, claimer) => {
      await claimer.aged(3);
      await claimer.mend({ stats: { coinsEarned: 1, adsWatched: 1 } });
      return { from: 'the referrer' };
    },
  },
];

describe('a claim that is refused', function () {
  this.timeout(60_000);
  let world: DarkWorld;

  before(async () => {
    world = await DarkWorld.open();
  });
  after(() => world.close());

  /** Everything that is stored, but for entries of the review queue. */
  const everything = async () =>
    JSON.stringify((await world.server.ask('scan')).filter(({ path }) => !/^(fraudLogs|openBlocks)\//.test(path)));

  for (const [at, { code, httpStatus }] of CLAIM.entries()) {
    it(`says ${code} before all that comes after, and writes nothing`, async () => {
      const [referrer, claimer] = [await world.player(), await world.player()];
      await claimer.mend({ referredBy: null });
      const broken = await Promise.all(CLAIM.slice(at).map((rule) => rule.break(world, claimer, referrer)));
      const { from, ...request }: { from?: string } = Object.assign({}, ...broken.reverse());
      // An old account that has played, from the referrer's address, on a device seen elsewhere: 10 + 10 + 10 + 10.
      const options = from === undefined ? {} : { headers: { 'x-forwarded-for': referrer.address } };
      const before = await everything();
      const answer = await claim(claimer, await codeOf(referrer), request, options);
      assert.deepEqual([answer.httpStatus, answer.error?.details.code], [httpStatus, code]);
      assert.equal(await everything(), before);
    });
  }

  for (const [way, send] of Object.entries(PATHS)) {
    it(`through ${way} needs a code that exists, and leaves no account behind where there was none`, async () => {
      const claimer = way === 'createUser' ? await world.person() : await world.player();
      const before = await everything();
      const answer = await send(claimer, 'ZZZZZZZZ');
      assert.deepEqual([answer.httpStatus, answer.error?.details.code], [404, 'referrals/unknown-code']);
      assert.equal(await everything(), before);
    });

    it(`through ${way} is not for a device whose account was deleted`, async () => {
      const [referrer, gone] = [await world.player(), await world.player()];
      await gone.insist('deleteAccount', { confirm: 'DELETE' });
      const claimer = await world.person();
      const { deviceHash } = gone;
      if (way !== 'createUser') await claimer.insist('createUser', { deviceHash });
      const answer = await send(claimer, await codeOf(referrer), { deviceHash });
      assert.equal(answer.error?.details.code, 'referrals/device-used');
    });
  }

  it('is one of two that claim each other’s code at the same time', async () => {
    for (let round = 0; round < 3; round += 1) {
      const [one, other] = [await world.player(), await world.player()];
      const codes = [await codeOf(one), await codeOf(other)];
      const answers = await Promise.all([claim(one, codes[1] ?? ''), claim(other, codes[0] ?? '')]);
      const outcomes = answers.map(({ error }) => error?.details.code ?? 'ok').sort();
      assert.deepEqual(outcomes, ['ok', 'referrals/mutual']);
      const again = await claim(answers[0]?.error === undefined ? other : one, codes[answers[0]?.error ? 1 : 0] ?? '');
      assert.equal(again.error?.details.code, 'referrals/mutual');
    }
  });

  it('is not for somebody who was ever on a device whose account was deleted, before or after', async () => {
    const code = await codeOf(await world.player());
    const [left, other] = [freshDevice(), freshDevice()];
    // One comes to the used device and moves on; one was on it before, and it is used by another one since.
    const [gone, comer, earlier, next] = await Promise.all([1, 2, 3, 4].map(() => world.player()));
    await gone?.insist('deleteAccount', { confirm: 'DELETE' });
    await comer?.insist('bindDevice', { deviceHash: gone?.deviceHash });
    await comer?.insist('bindDevice', { deviceHash: left });
    await earlier?.insist('bindDevice', { deviceHash: other });
    await next?.insist('bindDevice', { deviceHash: earlier?.deviceHash });
    await next?.insist('deleteAccount', { confirm: 'DELETE' });
    for (const [claimer, deviceHash] of [
      [comer, left],
      [earlier, other],
    ] as const) {
      const answer = claimer && (await claim(claimer, code, { deviceHash }));
      assert.equal(answer?.error?.details.code, 'referrals/device-used');
    }
  });

  it('needs an account', async () => {
    const referrer = await world.player();
    const { error } = await claim(await world.person(), await codeOf(referrer));
    assert.equal(error?.details.code, 'users/not-found');
  });

  it('is the second one of an account, whatever code it names, and the first one stands', async () => {
    const [first, second, claimer] = [await world.player(), await world.player(), await world.player()];
    assert.equal((await claim(claimer, await codeOf(first))).error, undefined);
    for (const referrer of [first, second]) {
      const { error } = await claim(claimer, await codeOf(referrer));
      assert.equal(error?.details.code, 'referrals/already-claimed');
    }
    assert.equal((await claimer.stored()).referredBy, first.uid);
    const { error } = await claim(claimer, await codeOf(claimer), { idempotencyKey: freshKey() });
    assert.equal(error?.details.code, 'referrals/own-code');
  });

  it('is that of a second account of the referrer, on a device that either of them was ever on', async () => {
    const referrer = await world.player();
    const code = await codeOf(referrer);
    await referrer.insist('bindDevice', { deviceHash: freshDevice() });
    const second = await world.person();
    const { deviceHash } = referrer;
    const through = await PATHS.createUser(second, code, { deviceHash });
    assert.equal(through.error?.details.code, 'referrals/own-code');
    await second.insist('createUser', { deviceHash });
    const direct = await claim(second, code, { deviceHash });
    assert.equal(direct.error?.details.code, 'referrals/own-code');
    const elsewhere = freshDevice();
    await second.insist('bindDevice', { deviceHash: elsewhere });
    const moved = await claim(second, code, { deviceHash: elsewhere });
    assert.equal(moved.error?.details.code, 'referrals/own-code', 'the device that it left still says so');
  });
});
