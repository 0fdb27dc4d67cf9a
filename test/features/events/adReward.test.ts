import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { defaultEconomyConfig } from '../../../functions/src/contract.ts';
import { DAY_MS, dayStartMs, MINUTE_MS, SECOND_MS } from '../../../functions/src/kernel/time.ts';
import { adminFirestore } from '../../../functions/src/platform/runtime/firebase.ts';
import { functionsUrl } from '../../support/environment.ts';
import { eventually } from '../../support/eventually.ts';
import { type Player, world } from '../../support/world.ts';
import { AdNetwork, adFacts, freshTransaction } from './adNetwork.ts';
import { darkProject, Instance } from './instances.ts';
import { wire, yesterday } from './wireEvents.ts';

async function callBack(query: string): Promise<{ status: number; body: any }> {
  const response = await fetch(`${functionsUrl}/adReward?${query}`);
  return { status: response.status, body: await response.json() };
}

describe('adReward, the ad network’s callback', function () {
  this.timeout(90_000);
  let network: AdNetwork;
  let player: Player;

  before(async () => {
    network = await AdNetwork.open();
    // Functions that have met other keys before look for new ones once a minute.
    await eventually(async () => {
      const { body } = await callBack(network.signed(adFacts({ user_id: 'nobody' })));
      assert.equal(body.code, 'users/not-found');
    }, 70_000);
  });
  after(() => network.close());
  beforeEach(async () => {
    player = await world.player();
  });

  const coins = async () => (await player.stored()).balances.coins.available;
  const facts = (more: Record<string, string | number | undefined> = {}) => adFacts({ user_id: player.uid, ...more });

  it('credits a signed callback once, on the day that it names', async () => {
    const query = network.signed(facts({ timestamp: Date.now() - DAY_MS }));
    assert.deepEqual(await callBack(query), { status: 200, body: { status: 'credited', coins: 5 } });
    assert.deepEqual(await callBack(query), { status: 200, body: { status: 'duplicate', coins: 5 } });
    assert.equal(await coins(), 5);
    const page = (await (await adminFirestore()).doc(`users/${player.uid}/days/${yesterday()}`).get()).data();
    assert.equal(page?.stats.adsWatched, 1);
    assert.equal(page?.postings[0].actor, 'system:adReward');
  });

  it('accepts a repeated transaction that is signed anew as the same ad', async () => {
    const transaction_id = freshTransaction();
    await callBack(network.signed(facts({ transaction_id })));
    const again = await callBack(
      network.signed(facts({ transaction_id, reward_item: 'more', timestamp: Date.now() - 1 })),
    );
    assert.deepEqual(again.body, { status: 'duplicate', coins: 5 });
  });

  it('checks the signature over the query as it arrived: its order and its encoding', async () => {
    const encoded = facts({ reward_item: 'Key Doubler & more', custom_data: '{"a":"ü=1"}' });
    const reversed = encoded.split('&').reverse().join('&');
    assert.equal((await callBack(network.signed(encoded))).body.status, 'credited');
    assert.equal((await callBack(network.signed(reversed))).body.status, 'duplicate');
    const moved = network.signed(encoded).replace(encoded, reversed);
    assert.deepEqual(await callBack(moved), { status: 403, body: { code: 'ads/bad-signature' } });
  });

  it('accepts a signature over the decoded query, which is what AdMob sends for a reward with a space', async () => {
    const encoded = facts({ reward_item: 'Key Doubler' });
    const query = network.signed(encoded, { text: decodeURIComponent(encoded) });
    assert.deepEqual((await callBack(query)).body, { status: 'credited', coins: 5 });
  });

  it('lets no client write a second transaction into its custom data', async () => {
    const forged = `x&transaction_id=${freshTransaction()}&pad=`;
    const encoded = facts({ custom_data: forged });
    const text = decodeURIComponent(encoded);
    const plainly = encoded.replace(encodeURIComponent(forged), forged);
    for (const query of [encoded, plainly]) {
      const answer = await callBack(network.signed(query, { text }));
      assert.deepEqual(answer, { status: 403, body: { code: 'ads/bad-signature' } });
    }
    assert.equal(await coins(), 0);
  });

  it('refuses what was tampered with, signed by another key or not signed at all', async () => {
    const good = network.signed(facts());
    const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
    const refused: [string, string][] = [
      [good.replace(/transaction_id=./, 'transaction_id=z'), 'ads/bad-signature'],
      [good.replace('reward_amount=1', 'reward_amount=2'), 'ads/bad-signature'],
      [network.signed(facts(), { key: stranger }), 'ads/bad-signature'],
      [network.signed(facts(), { keyId: 1 }), 'ads/unknown-key'],
      [facts(), 'ads/bad-signature'],
      [`${good}&user_id=other`, 'ads/bad-signature'],
      [good.replace(/signature=[^&]*/, 'signature=AAAA'), 'ads/bad-signature'],
      ['', 'ads/bad-signature'],
    ];
    for (const [query, code] of refused)
      assert.deepEqual(await callBack(query), { status: 403, body: { code } }, query);
    assert.equal(await coins(), 0);
  });

  it('answers 200 to what is signed and cannot be credited, with the reason, so that it is not sent again', async () => {
    const old = facts({ timestamp: Date.now() - 8 * DAY_MS });
    const ahead = facts({ timestamp: Date.now() + 6 * MINUTE_MS });
    const rejected: [string, string][] = [
      [facts({ user_id: undefined }), 'ads/bad-callback'],
      [facts({ transaction_id: undefined }), 'ads/bad-callback'],
      [facts({ timestamp: 'soon' }), 'ads/bad-callback'],
      [facts({ user_id: 'nobody' }), 'users/not-found'],
      [old, 'events/outside-window'],
      [ahead, 'events/outside-window'],
    ];
    for (const [query, code] of rejected) {
      const answer = await callBack(network.signed(query));
      assert.deepEqual(answer, { status: 200, body: { status: 'rejected', coins: 0, code } });
    }
    assert.equal(await coins(), 0);
  });

  it('credits ten ads a day and rejects the next', async () => {
    const at = () => facts({ timestamp: Date.now() - DAY_MS });
    for (let ad = 0; ad < 10; ad += 1) assert.equal((await callBack(network.signed(at()))).body.status, 'credited');
    const { body } = await callBack(network.signed(at()));
    assert.deepEqual(body, { status: 'rejected', coins: 0, code: 'events/daily-limit' });
    assert.equal(await coins(), 50);
  });

  it('and the client’s own event of that ad are one event, whichever comes first', async () => {
    const [first, second] = [freshTransaction(), freshTransaction()];
    const at = Date.now() - 10 * SECOND_MS;
    const claimed = (ssvTransactionId: string) =>
      wire('AD_WATCHED', { occurredAt: at, metadata: { ssvTransactionId } });
    const callback = (transaction_id: string) => network.signed(facts({ transaction_id, timestamp: at + 900 }));
    assert.equal((await callBack(callback(first))).body.status, 'credited');
    const { result } = await player.call('batchEvents', { events: [claimed(first), claimed(second)] });
    assert.deepEqual(
      result.results.map(({ status }: any) => status),
      ['duplicate', 'credited'],
    );
    assert.equal((await callBack(callback(second))).body.status, 'duplicate');
    assert.equal(await coins(), 10);
  });

  it('is one ad with the client’s event though they name different days, and is so on either side of a sweep', async () => {
    const transaction = freshTransaction();
    const callback = network.signed(facts({ transaction_id: transaction, timestamp: Date.now() - DAY_MS }));
    assert.equal((await callBack(callback)).body.status, 'credited');
    const claimed = wire('AD_WATCHED', { metadata: { ssvTransactionId: transaction } });
    const { result } = await player.call('batchEvents', { events: [claimed] });
    assert.deepEqual(result.results[0], { idempotencyKey: claimed.idempotencyKey, status: 'duplicate', coins: 5 });
    assert.equal(await coins(), 5);
  });

  it('is one ad across midnight with what an earlier version noted on its day alone', async () => {
    const midnight = dayStartMs(yesterday());
    const transaction = freshTransaction();
    const noted = wire('AD_WATCHED', { occurredAt: midnight - 1_000, metadata: { ssvTransactionId: transaction } });
    await player.call('batchEvents', { events: [noted] });
    const { adTransactions, ...earlier } = await player.stored();
    assert.equal(adTransactions.length, 22);
    await (await adminFirestore()).doc(`users/${player.uid}`).set(earlier);
    const callback = network.signed(facts({ transaction_id: transaction, timestamp: midnight + 1_000 }));
    assert.equal((await callBack(callback)).body.status, 'duplicate');
  });

  it('answers 503 while events are switched off, so that it is sent again', async () => {
    const instance = new Instance({ GCLOUD_PROJECT: darkProject(), ECONOMY_CACHE_SECONDS: '0' });
    const uid = await instance.ask('openAccount');
    const query = network.signed(facts({ user_id: uid }));
    const switched = (events: boolean) => {
      const config = { ...defaultEconomyConfig, features: { ...defaultEconomyConfig.features, events } };
      return instance.ask('write', 'config/economy', { version: 1, config, updatedAtMs: 0, updatedBy: 'test' });
    };
    await switched(false);
    assert.deepEqual(await instance.ask('adReward', query), { status: 503, body: { code: 'platform/feature-off' } });
    await switched(true);
    assert.deepEqual(await instance.ask('adReward', query), { status: 200, body: { status: 'credited', coins: 5 } });
    await instance.end();
  });

  it('is what an ad event needs where the studio requires it: unverified before, the same event after', async () => {
    const instance = new Instance();
    const { events } = defaultEconomyConfig;
    const config = { ...defaultEconomyConfig, events: { ...events, requireSsv: true } };
    const transaction = freshTransaction();
    const metadata = { ssvTransactionId: transaction };
    const claimed = [wire('AD_WATCHED', { metadata }), wire('AD_WATCHED')];
    const statuses = async () => {
      const { results } = await instance.ask('credit', player.uid, claimed, { config });
      return results.map(({ status, code }) => code ?? status);
    };
    assert.deepEqual(await statuses(), ['events/ad-unverified', 'events/ad-without-transaction']);
    assert.deepEqual((await callBack(network.signed(facts({ transaction_id: transaction })))).body.status, 'credited');
    assert.deepEqual(await statuses(), ['duplicate', 'events/ad-without-transaction']);
    assert.equal(await coins(), 5);
    await instance.end();
  });
});
