import assert from 'node:assert/strict';
import { adminFirestore } from '../../../functions/src/platform/runtime/firebase.ts';
import { insist } from '../../support/keyed.ts';
import { type Player, world } from '../../support/world.ts';

describe('the list of staff', function () {
  this.timeout(60_000);
  let admin: Player;
  const people: Player[] = [];

  before(async () => {
    admin = await world.staff('admin');
    for (const [role, permissions] of [
      ['support', []],
      ['staff', ['loyalty:award']],
      [null, []],
    ] as const) {
      const person = await world.visitor();
      people.push(person);
      await insist(admin, 'setRole', { uid: person.uid, role: role ?? 'support', permissions });
      if (role === null) await insist(admin, 'setRole', { uid: person.uid, role });
    }
  });

  /** Page by page, to the end. */
  async function everybody(limit: number): Promise<any[]> {
    const all: any[] = [];
    let after: string | null = null;
    do {
      const { error, result }: any = await admin.call('listStaff', { limit, ...(after === null ? {} : { after }) });
      assert.equal(error, undefined);
      assert.ok(result.entries.length <= limit);
      all.push(...result.entries);
      after = result.next;
    } while (after !== null);
    return all;
  }

  it('has everybody who has a role or had one, once, on pages of any size', async () => {
    const all = await everybody(3);
    assert.deepEqual(all, await everybody(100));
    assert.equal(new Set(all.map(({ uid }) => uid)).size, all.length);
    const [support, staff, former] = people.map((person) => all.find(({ uid }) => uid === person.uid));
    assert.deepEqual(support, { uid: people[0]?.uid, role: 'support', permissions: [], isApplied: true });
    assert.deepEqual([staff.role, staff.permissions], ['staff', ['loyalty:award']]);
    assert.deepEqual([former.role, former.permissions], [null, []]);
  });

  it('says whom Auth has not been told of yet', async () => {
    const uid = people[0]?.uid ?? '';
    const member = (await adminFirestore()).doc(`staff/${uid}`);
    const { revision } = (await member.get()).data() ?? {};
    await member.update({ revision: revision + 1 });
    assert.equal((await everybody(100)).find((one) => one.uid === uid).isApplied, false);
    await member.update({ revision });
  });

  it('is for admins alone', async () => {
    const support = await world.staff('support');
    const { error } = await support.call('listStaff', {});
    assert.equal(error?.details.code, 'platform/role-required');
  });
});
