import assert from 'node:assert/strict';
import { adminFirestore } from '../../../functions/src/platform/runtime/firebase.ts';
import { readStatement, type StatementRequest } from '../../../functions/src/wallet/readStatement.ts';
import { callFunction } from '../../support/callable.ts';
import { countTraffic } from '../../support/firestoreTraffic.ts';
import { insist } from '../../support/keyed.ts';
import { type Player, world } from '../../support/world.ts';
import { wire } from '../events/wireEvents.ts';
import { type Ledger, openLedger, POSTED_MS } from './ledgers.ts';

const REASON = 'a correction by hand';
const POSTINGS = ['adjustment', 'adjustment', 'events.credit', 'adjustment'];

describe('a player’s statement', function () {
  this.timeout(60_000);
  let admin: Player;
  let support: Player;
  let player: Player;

  before(async () => {
    [admin, support, player] = [await world.staff('admin'), await world.staff('support'), await world.player()];
    const adjust = (currency: string, amount: number) =>
      insist(admin, 'adjustBalance', { uid: player.uid, currency, amount, reason: REASON });
    await adjust('coins', 500);
    await player.call('batchEvents', { events: [wire('GAME_WON'), wire('AD_WATCHED')] });
    await adjust('gems', 7);
    await adjust('coins', -15);
  });

  const read = async (input: object = {}) => {
    const { error, result } = await player.call('getStatement', input);
    assert.equal(error, undefined);
    return result;
  };
  const types = ({ entries }: Record<string, any>) => entries.map(({ type }: any) => type);

  it('tells what happened, the newest first, in words, with what was left', async () => {
    const { entries, next } = await read();
    assert.deepEqual([types({ entries }), next], [POSTINGS, null]);
    assert.deepEqual(
      entries.map(({ sequence, currency, amount, after }: any) => [sequence, currency, amount, after.available]),
      [
        [4, 'coins', -15, 500],
        [3, 'gems', 7, 7],
        [2, 'coins', 15, 515],
        [1, 'coins', 500, 500],
      ],
    );
    const [, , played] = entries;
    assert.equal(played.text, 'Earned by playing: 1 win, 1 ad');
    assert.ok(Math.abs(played.at - Date.now()) < 60_000);
    const told = JSON.stringify(entries);
    assert.ok(!told.includes(admin.uid) && !told.includes(REASON), 'it names staff or repeats their words');
  });

  it('is read on page by page, each line once', async () => {
    const all: any[] = [];
    let after: string | null = null;
    do {
      const page: Record<string, any> = await read({ limit: 1, ...(after === null ? {} : { after }) });
      all.push(...page.entries);
      after = page.next;
    } while (after !== null);
    assert.deepEqual(all, (await read()).entries);
  });

  it('is of one currency, one type or some days, where that is asked for', async () => {
    assert.deepEqual(types(await read({ currency: 'gems' })), ['adjustment']);
    assert.deepEqual(types(await read({ type: 'events.credit' })), ['events.credit']);
    const days = { from: '2026-01-01', to: '2026-12-31' };
    assert.deepEqual(types(await read({ from: days.from, to: '2100-01-01' })), POSTINGS);
    assert.deepEqual(types(await read({ from: days.from, to: '2026-01-02' })), []);
    assert.deepEqual(types(await read({ from: '2100-01-01' })), []);
  });

  it('is refused with a place that nobody has told', async () => {
    for (const after of ['x', '!!', btoa('1:0:2026-99-99')]) {
      const { error } = await player.call('getStatement', { after });
      assert.equal(error?.details.code, 'wallet/unknown-place');
    }
    for (const wrong of [{ from: '2026-02-31' }, { currency: 'gold' }, { limit: 101 }, { uid: player.uid }]) {
      assert.equal((await player.call('getStatement', wrong)).error?.details.code, 'platform/invalid-input');
    }
  });

  it('is for whoever is frozen or banned as well, and not for who has no account', async () => {
    const [poor, visitor] = [await world.player(), await world.visitor()];
    const account = (await adminFirestore()).doc(`users/${poor.uid}`);
    for (const status of ['frozen', 'banned']) {
      await account.update({ status });
      assert.deepEqual((await poor.call('getStatement', {})).result, { entries: [], next: null });
    }
    await account.update({ status: 'deleted' });
    assert.equal((await poor.call('getStatement', {})).error?.details.code, 'users/deleted');
    assert.equal((await visitor.call('getStatement', {})).error?.details.code, 'users/not-found');
    assert.equal((await callFunction('getStatement', {})).error?.details.code, 'platform/unauthenticated');
  });

  it('is what support sees of any player, with what caused each line', async () => {
    const ledger = await support.call('getLedger', { uid: player.uid, limit: 3 });
    assert.deepEqual(types(ledger.result), POSTINGS.slice(0, 3));
    const [, , played] = ledger.result.entries;
    assert.deepEqual([played.actor, played.details['GAME_WON.count']], [player.uid, 1]);
    assert.match(played.correlationId, /./);
    const rest = await support.call('getLedger', { uid: player.uid, after: ledger.result.next });
    assert.deepEqual([types(rest.result), rest.result.next], [['adjustment'], null]);
    const nobody = await support.call('getLedger', { uid: 'nobody' });
    assert.equal(nobody.error?.details.code, 'users/not-found');
    const curious = await player.call('getLedger', { uid: player.uid });
    assert.equal(curious.error?.details.code, 'platform/role-required');
  });
});

describe('a statement of a long life', function () {
  this.timeout(60_000);
  const POSTED = 240;
  let ledger: Ledger;

  before(async () => {
    ({ ledger } = await openLedger());
    const note = 'x'.repeat(1_000);
    for (let at = 0; at < POSTED; at += 12) {
      const day = ['2026-03-04', '2026-03-02', '2026-03-04', '2026-02-25'][(at / 12) % 4] ?? '';
      await ledger.credit(
        Array.from({ length: 12 }, () => 1),
        { day, note },
      );
    }
  });

  const read = (more: Partial<StatementRequest>) =>
    countTraffic(() => readStatement({ uid: ledger.uid, limit: 100, ...more }, POSTED, POSTED_MS));

  it('goes through late days and archives in the order of the postings', async () => {
    const sequences: number[] = [];
    let after: string | undefined;
    for (;;) {
      const { result, traffic } = await read(after === undefined ? { limit: 50 } : { limit: 50, after });
      sequences.push(...result.entries.map(({ sequence }) => sequence));
      const documents = traffic.read.length + traffic.queried.length;
      assert.ok(documents <= 30, `${documents} documents were read for 50 lines`);
      if (result.next === null) break;
      after = result.next;
    }
    assert.deepEqual(
      sequences,
      Array.from({ length: POSTED }, (_, index) => POSTED - index),
    );
  });

  it('costs a bounded number of documents a call, also where nothing of what is read is wanted', async () => {
    const { result, traffic } = await read({ type: 'never.posted' });
    const documents = traffic.read.length + traffic.queried.length;
    assert.deepEqual(result.entries, []);
    assert.ok(documents <= 70, `${documents} documents were read for nothing`);
  });

  it('says what of it cannot be read by leaving it out', async () => {
    await ledger.corruptPostings('2026-03-02', (posting) => [
      posting.sequence % 2 === 0 ? { ...posting, legs: 'gone' } : posting,
    ]);
    const { result } = await read({ limit: 100 });
    assert.equal(result.entries.length, 100);
    assert.ok(result.entries.every(({ sequence, posting }) => posting.sequence === sequence));
  });
});
