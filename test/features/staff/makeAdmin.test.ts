import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { adminAuth, adminFirestore } from '../../../functions/src/platform/runtime/firebase.ts';
import { insist } from '../../support/keyed.ts';
import { Player, world } from '../../support/world.ts';
import { refreshedToken, signUpRefreshable } from './refresh.ts';

const SCRIPT = new URL('../../../scripts/make-admin.ts', import.meta.url).pathname;

interface Ended {
  readonly status: unknown;
  readonly said: string;
  readonly complained: string;
}

function makeAdmin(words: readonly string[], environment: Record<string, string> = {}): Promise<Ended> {
  const env = { ...process.env, ...environment };
  return new Promise((resolve) => {
    execFile(process.execPath, [SCRIPT, ...words], { env }, (error, said, complained) => {
      resolve({ status: error === null ? 0 : error.code, said, complained });
    });
  });
}

describe('npm run make-admin', function () {
  this.timeout(60_000);

  it('makes a person an admin by uid, who can then appoint others', async () => {
    const person = await signUpRefreshable();
    const { status, said } = await makeAdmin(['--uid', person.uid]);
    assert.deepEqual([status, said.includes(`${person.uid} is an admin now`)], [0, true]);
    const admin = new Player({ uid: person.uid, idToken: await refreshedToken(person) });
    const { uid } = await world.visitor();
    await insist(admin, 'setRole', { uid, role: 'support' });
    const entries = await (await adminFirestore())
      .collection('auditLog')
      .where('subject', '==', `staff/${person.uid}`)
      .get();
    assert.deepEqual(
      entries.docs.map((entry) => [entry.get('actor'), entry.get('after')]),
      [['system:make-admin', { role: 'admin', permissions: [] }]],
    );
  });

  it('finds a person by e-mail address, and may be run again', async () => {
    const email = `admin-${Date.now()}@example.com`;
    const { uid } = await signUpRefreshable(email);
    for (let again = 0; again < 2; again += 1) assert.equal((await makeAdmin(['--email', email])).status, 0);
    const { customClaims } = await (await adminAuth()).getUser(uid);
    assert.deepEqual(customClaims, { role: 'admin', permissions: [] });
  });

  it('says who is unknown, and changes nothing', async () => {
    const { status, complained } = await makeAdmin(['--uid', 'nobody-there']);
    assert.equal(status, 1);
    assert.match(complained, /Nobody with the uid nobody-there has signed in yet/);
    assert.equal((await (await adminFirestore()).doc('staff/nobody-there').get()).exists, false);
  });

  it('explains itself where it is called wrongly', async () => {
    for (const words of [[], ['--uid', 'a', '--email', 'b'], ['--uid'], ['--name', 'x'], ['someone'], ['--uid', '']]) {
      const { status, complained } = await makeAdmin(words);
      assert.equal(status, 2, words.join(' '));
      assert.match(complained, /Usage: npm run make-admin -- --uid <uid> \| --email <address>/);
    }
  });

  it('refuses to work half on an emulator, or on no project at all', async () => {
    const half = await makeAdmin(['--uid', 'x'], { FIREBASE_AUTH_EMULATOR_HOST: '' });
    assert.deepEqual([half.status, half.complained.includes('or neither')], [2, true]);
    const none = await makeAdmin(['--uid', 'x'], { GCLOUD_PROJECT: '', GOOGLE_CLOUD_PROJECT: '' });
    assert.deepEqual([none.status, none.complained.includes('GOOGLE_CLOUD_PROJECT')], [2, true]);
  });
});
