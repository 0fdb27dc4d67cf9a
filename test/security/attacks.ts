import assert from 'node:assert/strict';
import { assertFails, assertSucceeds } from '@firebase/rules-unit-testing';
import { PUBLIC } from './attempts.ts';
import { OTHER, OWNER, type RulesWorld } from './rulesEnvironment.ts';

const RICH = { balances: { coins: { available: 1_000_000, locked: 0 } } };
const ACCOUNT = `users/${OWNER}`;

/** What somebody with the client's own SDK and a valid sign-in would try, in words; every document is seeded. */
export function attackSuite(world: () => RulesWorld): void {
  const owner = () => world().as.owner;
  const other = () => world().as.other;

  describe('by a player who writes the own balance', () => {
    it('update', () => assertFails(owner().doc(ACCOUNT).update(RICH)));
    it('update of one nested field', () => assertFails(owner().doc(ACCOUNT).update('balances.coins.available', 1)));
    it('replacing the document', () => assertFails(owner().doc(ACCOUNT).set(RICH)));
    it('merging into it', () => assertFails(owner().doc(ACCOUNT).set(RICH, { merge: true })));
    it('a write that changes nothing', () => assertFails(owner().doc(ACCOUNT).set({ coins: 1 }, { merge: true })));
    it('in a batch', () => {
      const batch = owner().batch();
      batch.update(owner().doc(ACCOUNT), RICH);
      batch.set(owner().doc(`${ACCOUNT}/days/2026-11-21`), { postings: [] });
      return assertFails(batch.commit());
    });
    it('in a transaction that reads it first', () =>
      assertFails(
        owner().runTransaction(async (transaction) => {
          const account = await transaction.get(owner().doc(ACCOUNT));
          transaction.update(account.ref, RICH);
        }),
      ));
    it('a forged posting, hold or approved withdrawal', async () => {
      await assertFails(
        owner()
          .doc(`${ACCOUNT}/days/2026-11-22`)
          .set({ postings: [{ sequence: 1 }] }),
      );
      await assertFails(owner().doc(`${ACCOUNT}/holds/hold`).update({ status: 'released' }));
      await assertFails(owner().doc('withdrawals/withdrawal').update({ status: 'APPROVED' }));
      await assertFails(owner().collection('withdrawals').add({ uid: OWNER, amount: 1, status: 'APPROVED' }));
    });
  });

  describe('by a player who lets a query find all there is', () => {
    for (const path of PUBLIC) {
      it(`of ${path}, which may be listed by the page`, async () => {
        await assertSucceeds(owner().collection(path).limit(100).get());
        await assertFails(owner().collection(path).get());
        await assertFails(owner().collection(path).limit(101).get());
      });
    }
  });

  describe('by a player who reaches around the paths', () => {
    for (const group of ['days', 'holds', 'monthlyStats', 'withdrawals', 'versions']) {
      it(`listing every ${group} of the database`, () => assertFails(owner().collectionGroup(group).get()));
      it(`listing every ${group} under the own uid`, () =>
        assertFails(owner().collectionGroup(group).where('uid', '==', OWNER).limit(1).get()));
    }
    it('listing withdrawals without asking for the own ones', () =>
      assertFails(owner().collection('withdrawals').limit(1).get()));
    it('listing withdrawals of several people', () =>
      assertFails(owner().collection('withdrawals').where('uid', 'in', [OWNER, OTHER]).get()));
    it('searching players for a field', () => assertFails(other().collection('users').where('coins', '>', 0).get()));
    // A rule of `read` where `get` is meant would pass exactly the queries that name the own id.
    for (const collection of ['users', 'profiles']) {
      it(`querying ${collection} for the own id rather than getting it`, () =>
        assertFails(owner().collection(collection).where('__name__', '==', OWNER).get()));
    }
  });

  describe('hides from a stranger which documents exist', () => {
    it('by refusing a missing withdrawal like a foreign one', async () => {
      await assertFails(other().doc('withdrawals/withdrawal').get());
      await assertFails(other().doc('withdrawals/missing').get());
    });
    it('by refusing a missing account like a foreign one', async () => {
      await assertFails(other().doc(ACCOUNT).get());
      await assertFails(other().doc('users/MISSING').get());
    });
  });

  describe('hinders no honest player', () => {
    it('who lists the own withdrawals, and finds none of another player', async () => {
      const mine = await assertSucceeds(owner().collection('withdrawals').where('uid', '==', OWNER).get());
      const others = await assertSucceeds(other().collection('withdrawals').where('uid', '==', OTHER).get());
      assert.deepEqual([mine.size, others.size], [1, 0]);
    });
    it('who never registered and reads the own account and days', async () => {
      await assertSucceeds(world().guestOwner.doc(ACCOUNT).get());
      await assertSucceeds(world().guestOwner.collection(`${ACCOUNT}/days`).get());
    });
    it('who looks for an account that is not there yet', async () => {
      const account = await assertSucceeds(other().doc(`users/${OTHER}`).get());
      assert.equal(account.exists, false);
    });
  });

  describe('leaves after all of them', () => {
    it('the documents as they were, and no new ones', async () => {
      const account = await owner().doc(ACCOUNT).get({ source: 'server' });
      const days = await owner().collection(`${ACCOUNT}/days`).get({ source: 'server' });
      assert.deepEqual(account.data(), { uid: OWNER, coins: 1 });
      assert.equal(days.size, 1);
    });
  });
}
