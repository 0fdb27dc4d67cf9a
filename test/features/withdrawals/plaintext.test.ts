import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { DarkWorld } from '../../support/darkWorld.ts';
import { eventually } from '../../support/eventually.ts';
import { OwnRedis } from '../events/ownRedis.ts';
import { askFor, bringTo, STEPS, take } from './asked.ts';
import { everythingIn } from './redisContents.ts';

const SECRET = randomBytes(8).toString('hex');
/** Details of each kind that contain what is found nowhere else. */
const KINDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  paypal: { email: `paypal-${SECRET}@example.com` },
  giftcard: { brand: `Brand ${SECRET}`, email: `giftcard-${SECRET}@example.com` },
  bank: { iban: 'GB29 NWBK 6016 1331 9268 19', name: `Name ${SECRET}` },
  crypto: { address: `0x${randomBytes(20).toString('hex')}` },
};
const CLEAR = Object.values(KINDS)
  .flatMap((details) => Object.values(details))
  .flatMap((text) => [text, text.replaceAll(' ', '')])
  .flatMap((text) => [
    text,
    Buffer.from(text).toString('base64').replace(/=+$/, ''),
    Buffer.from(text).toString('hex'),
  ]);

function assertClean(text: string, where: string): void {
  for (const clear of CLEAR) {
    assert.ok(!text.toLowerCase().includes(clear.toLowerCase()), `${where} has ${clear} in clear`);
  }
}

describe('payment details', function () {
  this.timeout(120_000);
  let world: DarkWorld;
  let redis: OwnRedis;

  before(async () => {
    redis = await OwnRedis.start();
    world = await DarkWorld.open({ REDIS_URL: redis.url });
  });
  after(async () => {
    await world.close();
    await redis.stop();
  });

  it('rest nowhere in clear, whatever becomes of the withdrawal: documents, messages, Redis, logs and answers', async () => {
    const support = await world.staff('support');
    const answers: string[] = [];
    for (const [method, paymentDetails] of Object.entries(KINDS)) {
      for (const step of STEPS) {
        const them = { player: await world.earner(1_000), support };
        const withdrawalId = await bringTo(step.from, them, { method, paymentDetails });
        const { result } = await support.call('revealPaymentDetails', { withdrawalId });
        assert.deepEqual(Object.keys(result.paymentDetails), Object.keys(paymentDetails));
        answers.push(JSON.stringify(await take(step, them, withdrawalId)));
        answers.push(JSON.stringify(await askFor(them.player, { method, paymentDetails })));
        answers.push(
          JSON.stringify(await askFor(them.player, { method, paymentDetails: { ...paymentDetails, x: 1 } })),
        );
      }
    }
    await eventually(async () => {
      await world.pump();
      assert.ok((await world.published()).length >= 40);
    });
    const documents = await world.server.ask('scan');
    const kinds = new Set(documents.map(({ path }) => path.split('/').at(-2)));
    for (const kind of [
      'withdrawals',
      'withdrawalFiles',
      'payoutDestinations',
      'fraudLogs',
      'auditLog',
      'inbox',
      'days',
      'idempotency',
    ]) {
      assert.ok(kinds.has(kind), `nothing in ${kind}`);
    }
    for (const { path, data } of documents) assertClean(`${path} ${JSON.stringify(data)}`, path);
    for (const message of await world.published()) assertClean(JSON.stringify(message), 'a message');
    const cached = await everythingIn(redis);
    assert.match(cached, /replay:/);
    assertClean(cached, 'Redis');
    assert.ok(world.server.logs.length > 100);
    for (const line of world.server.logs) assertClean(line, 'a log');
    for (const answer of answers) assertClean(answer, 'an answer');
  });
});
