import assert from 'node:assert/strict';
import { DAY_MS } from '../../../functions/src/kernel/time.ts';
import { type DarkPerson, DarkWorld } from '../../support/darkWorld.ts';
import { freshAddress, freshDevice, freshKey } from '../../support/world.ts';
import { askFor, detailsOf, withdraw } from './asked.ts';

interface Check {
  readonly code: string;
  readonly httpStatus: number;
  /** What of the request breaks it. */
  readonly request?: object;
  /** What of the account breaks it. */
  readonly account?: () => Record<string, unknown>;
}

/** In descending order of precedence, as the specification lists them. Device and account are looked at by the callable. */
const CHECKS: readonly Check[] = [
  { code: 'platform/invalid-input', httpStatus: 400, request: { paymentDetails: { email: 'nowhere' } } },
  { code: 'withdrawals/amount-out-of-range', httpStatus: 400, request: { amount: 100_001 } },
  { code: 'withdrawals/wrong-device', httpStatus: 400, request: { deviceHash: freshDevice() } },
  { code: 'users/frozen', httpStatus: 403, account: () => ({ status: 'frozen' }) },
  { code: 'withdrawals/insufficient-balance', httpStatus: 403, request: { amount: 2_001 } },
  { code: 'withdrawals/too-soon', httpStatus: 403, account: () => ({ lastWithdrawalMs: Date.now() - 1_000 }) },
  {
    code: 'withdrawals/not-active-enough',
    httpStatus: 403,
    account: () => ({ stats: { gamesWon: 9, adsWatched: 50 } }),
  },
  { code: 'withdrawals/blocked', httpStatus: 403, account: () => ({ chargebacks: 1, stats: { implausible: 1 } }) },
];

/** All that the functions may have stored for a player, but for what its creation left. */
async function traceOf(world: DarkWorld, player: DarkPerson): Promise<string> {
  const found = await world.server.ask('scan');
  const mine = found.filter(({ path, data }) => path.includes(player.uid) || data.uid === player.uid);
  return JSON.stringify(mine.filter(({ path }) => !/^(fraudLogs|openBlocks)\//.test(path)));
}

describe('the checks of a withdrawal', function () {
  this.timeout(120_000);
  let world: DarkWorld;

  before(async () => {
    world = await DarkWorld.open();
  });
  after(() => world.close());

  for (const [at, { code, httpStatus }] of CHECKS.entries()) {
    it(`refuse with ${code} before all that comes after, and leave nothing`, async () => {
      const player = await world.earner(2_000);
      const broken = CHECKS.slice(at);
      for (const { account } of broken) if (account !== undefined) await player.mend(account());
      // What comes first is laid on last.
      const request = Object.assign({}, ...broken.map((check) => check.request ?? {}).reverse());
      const before = await traceOf(world, player);
      const answer = await askFor(player, request);
      assert.deepEqual([answer.httpStatus, answer.error?.details.code], [httpStatus, code]);
      assert.equal(await traceOf(world, player), before);
    });
  }

  it('refuse an IBAN whose sum is right and whose country has no such account', async () => {
    const player = await world.earner(2_000);
    const before = await traceOf(world, player);
    for (const iban of ['ZZ22370400440532013000', 'DE41 3704 0044 0532 013']) {
      const { httpStatus, error } = await askFor(player, {
        method: 'bank',
        paymentDetails: { iban, name: 'Ann Payee' },
      });
      assert.deepEqual(
        [httpStatus, error?.details.code, error?.details.issues],
        [400, 'platform/invalid-input', ['paymentDetails.iban: not a valid IBAN']],
      );
    }
    assert.equal(await traceOf(world, player), before);
  });

  it('refuse the fourth call of a minute before they look at the account', async () => {
    const visitor = await world.person();
    const codes: string[] = [];
    for (let call = 0; call < 4; call += 1) codes.push((await askFor(visitor)).error?.details.code);
    assert.deepEqual(codes, [...Array(3).fill('withdrawals/wrong-device'), 'rate/limited']);
  });

  it('refuse the eleventh call of a minute from one address', async () => {
    const headers = { 'x-forwarded-for': freshAddress() };
    const codes: string[] = [];
    for (let call = 0; call < 11; call += 1) {
      codes.push((await askFor(await world.person(), {}, { headers })).error?.details.code);
    }
    assert.deepEqual([codes[9], codes[10]], ['withdrawals/wrong-device', 'rate/limited']);
  });

  it('let one through in 24 hours, even where it was taken back, and another one after that', async () => {
    const player = await world.earner(2_000);
    const withdrawalId = await withdraw(player);
    await player.insist('cancelWithdrawal', { withdrawalId });
    const { error } = await askFor(player);
    assert.equal(error?.details.code, 'withdrawals/too-soon');
    const { retryAfterSeconds } = error?.details ?? {};
    assert.ok(retryAfterSeconds > 86_000 && retryAfterSeconds <= 86_400, String(retryAfterSeconds));
    const tomorrow = await world.later(1);
    try {
      const again = await askFor(player, {}, { url: tomorrow.url });
      assert.deepEqual([again.error, again.result.status], [undefined, 'PENDING']);
    } finally {
      await tomorrow.stop();
    }
  });

  it('answer a replay for good: the withdrawal is the record of its key', async () => {
    const player = await world.earner(2_000);
    const key = { idempotencyKey: freshKey() };
    const first = await askFor(player, key);
    const nextYear = await world.later(400);
    try {
      const { url } = nextYear;
      const replay = await askFor(player, key, { url });
      assert.deepEqual(replay.error, undefined);
      assert.deepEqual(replay.result, { ...first.result, replayed: true });
      const reused = await askFor(player, { ...key, amount: 601 }, { url });
      assert.deepEqual([reused.httpStatus, reused.error?.details.code], [409, 'idempotency/key-reused']);
    } finally {
      await nextYear.stop();
    }
    const record = await world.server.ask('read', `withdrawals/${first.result.withdrawalId}`);
    assert.deepEqual([record?.uid, record?.status, record?.expireAt], [player.uid, 'PENDING', null]);
  });

  it('score what the specification lists, block above 50 and flag above 30', async () => {
    const [first, second] = [await world.earner(2_000), await world.earner(2_000)];
    await first.aged(30);
    await withdraw(first);
    const shared = { paymentDetails: { email: detailsOf(first).email?.toUpperCase() } };
    // A new account that pays to where another one is paid.
    const flagged = await withdraw(second, shared);
    const third = await world.earner(2_000);
    // And that is somewhere else than usual.
    const blocked = await askFor(third, shared, { headers: { 'x-forwarded-for': freshAddress() } });
    assert.equal(blocked.error?.details.code, 'withdrawals/blocked');
    assert.deepEqual(await third.coins(), { available: 2_000, locked: 0 });
    const logs = (await world.server.ask('list', 'fraudLogs')).map(({ data }) => data);
    const of = (uid: string) =>
      logs.filter((log) => log.uid === uid).map(({ verdict, evidence, total }) => [verdict, evidence, total]);
    assert.deepEqual(of(first.uid), []);
    assert.deepEqual(of(second.uid), [['review', { newAccount: 20, sharedDestination: 25 }, 45]]);
    assert.deepEqual(of(third.uid), [['block', { unusualPlace: 10, newAccount: 20, sharedDestination: 25 }, 55]]);
    assert.equal((await world.server.ask('read', `withdrawalFiles/${flagged}`))?.flagged, true);
  });

  it('find a shared destination however it is written, and for every kind of it', async () => {
    const ways = [
      [
        { method: 'paypal', paymentDetails: { email: 'Two.Faces@Example.com' } },
        { method: 'giftcard', paymentDetails: { brand: 'Books', email: ' two.faces+gift@example.COM' } },
      ],
      [
        { method: 'paypal', paymentDetails: { email: 'o.ne.box+1@googlemail.com' } },
        { method: 'paypal', paymentDetails: { email: 'OneBox@gmail.com' } },
      ],
      [
        { method: 'bank', paymentDetails: { iban: 'NL91 ABNA 0417 1643 00', name: 'Ann' } },
        { method: 'bank', paymentDetails: { iban: 'nl91-abna\t0417\u00a0164300', name: 'Bob' } },
      ],
      [
        { method: 'crypto', paymentDetails: { address: `0x${'aB'.repeat(20)}` } },
        { method: 'crypto', paymentDetails: { address: `0x${'Ab'.repeat(20)}` } },
      ],
    ];
    for (const [one, other] of ways) {
      const [first, second] = [await world.earner(2_000), await world.earner(2_000)];
      const quiet = await withdraw(first, one);
      const found = await withdraw(second, other);
      const flags = [quiet, found].map((id) => world.server.ask('read', `withdrawalFiles/${id}`));
      assert.deepEqual(
        (await Promise.all(flags)).map((file) => file?.flagged),
        [false, true],
        JSON.stringify(one),
      );
    }
  });

  it('take a device for unusual until the account has withdrawn from there', async () => {
    const player = await world.earner(3_000);
    await player.mend({ chargebacks: 1 });
    const deviceHash = freshDevice();
    await player.insist('bindDevice', { deviceHash });
    const asked = await askFor(player, { deviceHash });
    assert.equal(asked.error?.details.code, 'withdrawals/blocked');
    await player.aged(8);
    await withdraw(player, { deviceHash });
    const evidence = (await world.server.ask('list', 'fraudLogs'))
      .filter(({ data }) => data.uid === player.uid)
      .map(({ data }) => data.evidence);
    assert.deepEqual(evidence, [
      { unusualPlace: 10, newAccount: 20, chargeback: 30 },
      { unusualPlace: 10, chargeback: 30 },
    ]);
    await player.mend({ lastWithdrawalMs: Date.now() - DAY_MS });
    assert.equal((await askFor(player, { deviceHash })).error, undefined);
    const later = (await world.server.ask('list', 'fraudLogs')).filter(({ data }) => data.uid === player.uid);
    assert.equal(later.length, 3, 'a chargeback alone is 30, not above it; the bind is younger than the last request');
  });
});
