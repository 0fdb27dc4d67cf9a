import assert from 'node:assert/strict';
import { HOUR_MS } from '../../../functions/src/kernel/time.ts';
import { adminFirestore } from '../../../functions/src/platform/runtime/firebase.ts';
import { eventually } from '../../support/eventually.ts';
import { insist, send } from '../../support/keyed.ts';
import { type Player, world } from '../../support/world.ts';
import { collectionOf, everyDocument, NOT_EXPORTED } from './everyDocument.ts';
import { furtherTraces, type Lived, livedPlayer } from './lives.ts';

type Documents = Record<string, any>;

async function exported(player: Lived): Promise<Documents> {
  const { result, error } = await player.call('exportMyData', {});
  assert.equal(error, undefined);
  assert.deepEqual([result.uid, result.next], [player.uid, null]);
  return result.documents;
}

describe('exportMyData', function () {
  this.timeout(120_000);

  describe('of two players who have met', () => {
    let player: Lived;
    let other: Lived;
    let claimer: Player;
    let documents: Documents;

    before(async () => {
      other = await livedPlayer();
      const [earlier = ''] = other.devices;
      // The second is on a device of the first, is paid at the same place, and stands in the review queue for it.
      player = await livedPlayer({ deviceHash: earlier, payee: other.payee, stays: true });
      await furtherTraces(player);
      claimer = await world.player();
      const { deviceHash } = claimer;
      await insist(claimer, 'claimReferral', { referralCode: player.referralCode, deviceHash });
      await eventually(async () => {
        const inbox = await (await adminFirestore()).collection(`users/${player.uid}/inbox`).get();
        assert.ok(inbox.docs.some((note) => note.get('kind') === 'referral'));
      });
      documents = await exported(player);
    });

    it('has every document that is about the player, or a reason why not', async () => {
      const about = (await everyDocument()).filter(({ path, text }) => `${path} ${text}`.includes(player.uid));
      const missing = about.filter(({ path }) => !(path in documents) && !NOT_EXPORTED.has(collectionOf(path)));
      // Whoever claimed the player's code has that in documents of their own; the player has the credit and the line of it.
      const others = [`users/${claimer.uid}`, `referralClaims/${claimer.uid}`];
      assert.deepEqual(
        missing.filter(({ path }) => !others.some((own) => path.startsWith(own))),
        [],
      );
      assert.ok(about.length > 10);
    });

    it('has each kind of data that a life leaves', () => {
      const kinds = new Set(Object.keys(documents).map(collectionOf));
      const expected = ['users', 'users/days', 'users/holds', 'users/monthlyStats', 'users/inbox', 'withdrawals'];
      const rest = ['withdrawalFiles', 'adjustments', 'referralCodes', 'fraudLogs', 'devices', 'profiles', 'staff'];
      assert.deepEqual([...kinds].sort(), [...expected, ...rest].sort());
    });

    it('has what Auth knows of the player, but for secrets', async () => {
      const { result } = await player.call('exportMyData', {});
      const { uid, email, emailVerified, createdAt, providers, ...rest } = result.auth;
      assert.deepEqual([uid, email, emailVerified], [player.uid, player.email, false]);
      assert.ok(Math.abs(createdAt - Date.now()) < HOUR_MS);
      assert.deepEqual(providers[0].email, player.email);
      assert.doesNotMatch(JSON.stringify(rest), /password|hash|salt/i);
    });

    it('opens what is sealed: payment details stand there as the player gave them', () => {
      const files = Object.entries(documents).filter(([path]) => path.startsWith('withdrawalFiles/'));
      assert.deepEqual(
        files.map(([, { paymentDetails, sealedDetails }]) => [paymentDetails, sealedDetails]),
        [[{ email: other.payee }, undefined]],
      );
    });

    it('has the device with the player’s own time on it, and nobody else’s', () => {
      const [device] = Object.keys(documents).filter((path) => path.startsWith('devices/'));
      const { history, isBound } = documents[device ?? ''];
      assert.deepEqual([isBound, history.map((held: { uid: string }) => held.uid)], [true, [player.uid]]);
    });

    it('names nobody else: no uid, code, device, address or staff', async () => {
      const text = JSON.stringify(documents);
      const [, own = ''] = other.devices;
      for (const word of [other.uid, other.referralCode, own, other.email, other.address]) {
        assert.ok(!text.includes(word), word);
      }
      const staff = (await everyDocument()).filter(({ path }) => path.startsWith('auditLog/'));
      const actors = new Set(staff.map((entry): string => JSON.parse(entry.text).actor));
      for (const actor of actors) {
        if (actor !== player.uid && !actor.startsWith('system:')) assert.ok(!text.includes(actor), actor);
      }
      assert.match(text, /"actor":"staff"/);
      assert.doesNotMatch(text, /coins for a test/);
    });

    it('is plain JSON: instants are epoch milliseconds and bytes are base64', () => {
      const account = documents[`users/${player.uid}`];
      assert.ok(Number.isInteger(account.createdAt));
      const pages = Object.entries(documents).filter(([path]) => path.includes('/days/'));
      assert.ok(pages.some(([, { keys }]) => typeof keys === 'string' && Buffer.from(keys, 'base64').length === 48));
    });
  });

  it('is given to a frozen player as well', async () => {
    const player = await livedPlayer();
    await (await adminFirestore()).doc(`users/${player.uid}`).update({ status: 'frozen' });
    assert.equal((await exported(player))[`users/${player.uid}`].status, 'frozen');
  });

  it('has nothing for somebody without an account', async () => {
    const visitor = await world.visitor();
    const { result } = await visitor.call('exportMyData', {});
    assert.deepEqual([result.documents, result.next, result.auth.uid], [{}, null, visitor.uid]);
  });

  it('comes in as many responses as it needs, each document once and none left out', async () => {
    const player = await world.player();
    const database = await adminFirestore();
    const long = 'x'.repeat(900_000);
    for (let at = 10; at < 30; at += 1) await database.doc(`users/${player.uid}/inbox/note-${at}`).set({ long });
    const paths: string[] = [];
    let after: string | undefined;
    do {
      const { result, error } = await player.call('exportMyData', after === undefined ? {} : { after });
      assert.equal(error, undefined);
      assert.ok(JSON.stringify(result).length < 10_000_000, 'a response stays well below what the platform allows');
      paths.push(...Object.keys(result.documents));
      assert.equal(result.auth?.uid, after === undefined ? player.uid : undefined);
      after = result.next ?? undefined;
    } while (after !== undefined);
    assert.equal(new Set(paths).size, paths.length);
    assert.equal(paths.filter((path) => path.includes('/inbox/')).length, 20);
    assert.deepEqual(
      ['users', 'referralCodes', 'devices'].filter((name) => !paths.some((path) => collectionOf(path) === name)),
      [],
    );
  });

  it('reads on only behind the caller’s own documents', async () => {
    const [player, other] = [await world.player(), await livedPlayer()];
    for (const after of [`users/${other.uid}/days/2020-01-01`, 'withdrawals/0', `users/${other.uid}`]) {
      const { result } = await player.call('exportMyData', { after });
      assert.ok(!JSON.stringify(result.documents).includes(other.uid), after);
    }
    assert.equal((await send(player, 'exportMyData', {})).error?.details.code, 'platform/invalid-input');
  });
});
