import assert from 'node:assert/strict';
import { bindingsByHand, isOfProject, missingBindings } from '../../../scripts/deployCheck/bindings.ts';
import type { Rehearsal } from '../../../scripts/deployCheck/rehearsal.ts';
import { requiredAccess } from '../../../scripts/deployCheck/requiredAccess.ts';
import { enableCommand, requiredServices } from '../../../scripts/deployCheck/requiredServices.ts';
import { importedModules } from '../../../scripts/deployCheck/sources.ts';
import { callable, consumer, healthy, nightly, source } from './healthy.ts';

const NUMBER = '4711';
const STANDARD = `serviceAccount:${NUMBER}-compute@developer.gserviceaccount.com`;

const rolesOf = (changes: Partial<Rehearsal>, boundBy = 'you') =>
  requiredAccess(healthy(changes))
    .filter((access) => access.boundBy === boundBy)
    .map(({ role }) => role);
const apisOf = (changes: Partial<Rehearsal>) => requiredServices(healthy(changes)).map(({ api }) => api);

describe('what a deployment needs of its project', () => {
  const uses: readonly (readonly [code: string, role: string, api: string])[] = [
    ["import { getFirestore } from 'firebase-admin/firestore';", 'roles/datastore.user', 'firestore.googleapis.com'],
    [
      "const auth = await import('firebase-admin/auth');\nawait its.setCustomUserClaims(uid, {});",
      'roles/firebaseauth.admin',
      'identitytoolkit.googleapis.com',
    ],
    [
      "import { getAuth } from 'firebase-admin/auth';\nits.getUser(uid);",
      'roles/firebaseauth.viewer',
      'identitytoolkit.googleapis.com',
    ],
    [
      'onCall({ consumeAppCheckToken: true }, run)',
      'roles/firebaseappcheck.tokenVerifier',
      'firebaseappcheck.googleapis.com',
    ],
    ["await import('@google-cloud/pubsub')", 'roles/pubsub.publisher', 'pubsub.googleapis.com'],
    ["await import('firebase-admin/storage')", 'roles/storage.objectAdmin', 'firebasestorage.googleapis.com'],
    ["await import('firebase-admin/messaging')", 'roles/firebasecloudmessaging.admin', 'fcm.googleapis.com'],
    ['file.getSignedUrl({})', 'roles/iam.serviceAccountTokenCreator', 'iamcredentials.googleapis.com'],
  ];
  for (const [code, role, api] of uses) {
    it(`is ${role} and ${api} where the code says ${code.split('\n').at(-1)}`, () => {
      const used = { endpoints: [callable()], sources: [source(code)] };
      assert.ok(rolesOf(used).includes(role));
      assert.ok(apisOf(used).includes(api));
      const unused = { endpoints: [callable()], sources: [source('')] };
      assert.ok(!rolesOf(unused).includes(role), 'and not where it does not');
    });
  }

  it('is the right to export and the bucket only where there is one', () => {
    const sources = [source("request('POST', 'databases/(default):exportDocuments')")];
    const roles = ['roles/datastore.importExportAdmin', 'roles/storage.admin'];
    const withBucket = rolesOf({ sources, settings: { BACKUP_BUCKET: 'safe' } });
    assert.deepEqual(
      roles.filter((role) => !withBucket.includes(role)),
      [],
    );
    assert.deepEqual(
      rolesOf({ sources, settings: { BACKUP_BUCKET: '' } }).filter((role) => roles.includes(role)),
      [],
    );
  });

  it('is what each kind of trigger takes, and nothing for a trigger that nobody has', () => {
    assert.ok(rolesOf({ endpoints: [consumer()] }).includes('roles/eventarc.eventReceiver'));
    assert.ok(rolesOf({ endpoints: [consumer()] }, 'post-deploy').includes('roles/pubsub.subscriber'));
    assert.ok(apisOf({ endpoints: [nightly()] }).includes('cloudscheduler.googleapis.com'));
    assert.ok(apisOf({ endpoints: [callable()] }).includes('secretmanager.googleapis.com'));
    assert.ok(!rolesOf({ endpoints: [nightly()] }).includes('roles/eventarc.eventReceiver'));
    assert.ok(!apisOf({ endpoints: [consumer()] }).includes('cloudscheduler.googleapis.com'));
  });

  it('is each API once, with those that only the SDK knows of', () => {
    const apis = apisOf({ requiredApis: ['cloudscheduler.googleapis.com', 'new.googleapis.com'] });
    assert.equal(new Set(apis).size, apis.length);
    assert.equal(apis.at(-1), 'new.googleapis.com');
    assert.match(enableCommand(apis, 'p'), /^gcloud services enable [\s\S]* new\.googleapis\.com .*\n {2}--project=p$/);
  });

  it('is read from imports, but not from those of types', () => {
    const text = [
      ...["import type { Auth } from 'firebase-admin/auth';", "import { z } from 'zod';", "import './side.ts';"],
      ...["export { a } from 'a/b';", "const c = import('c');", "// it's import of 'nothing'", "import 'd';"],
    ].join('\n');
    assert.deepEqual([...importedModules([source(text)])].sort(), ['a/b', 'c', 'd', 'zod']);
  });
});

describe('roles that are bound by hand', () => {
  const used = healthy({
    settings: { BACKUP_BUCKET: 'safe' },
    sources: [source("'x:exportDocuments'; import('firebase-admin/firestore')")],
  });
  const bindings = bindingsByHand(requiredAccess(used), used, 'p', NUMBER);

  it('go to the account that the functions run as', () => {
    assert.deepEqual([...new Set(bindings.map(({ member }) => member))], [STANDARD]);
    const own = { ...used, endpoints: [callable({ serviceAccount: 'own@p.iam.gserviceaccount.com' })] };
    const members = bindingsByHand(requiredAccess(own), own, 'p', NUMBER).map(
      ({ role, member }) => `${role} ${member}`,
    );
    assert.ok(members.includes('roles/datastore.user serviceAccount:own@p.iam.gserviceaccount.com'));
    assert.ok(members.includes(`roles/cloudbuild.builds.builder ${STANDARD}`), 'builds have an account of their own');
  });

  it('are commands that may be run again, on the project or on the one bucket', () => {
    const user = bindings.find(({ role }) => role === 'roles/datastore.user');
    assert.equal(
      user?.command,
      `gcloud projects add-iam-policy-binding p --member=${STANDARD} --role=roles/datastore.user --condition=None`,
    );
    const bucket = bindings.find(({ place }) => place === 'bucket');
    assert.match(
      bucket?.command ?? '',
      /^gcloud storage buckets add-iam-policy-binding gs:\/\/safe .*roles\/storage\.admin$/,
    );
  });

  it('are missing where the policy gives them to nobody, or to another', () => {
    const wanted = bindings.filter(isOfProject);
    const policy = { bindings: wanted.map(({ role, member }) => ({ role, members: ['user:a@b.example', member] })) };
    assert.deepEqual(missingBindings(wanted, policy), []);
    assert.deepEqual(missingBindings(wanted, {}), wanted);
    const stranger = { bindings: [{ role: 'roles/datastore.user', members: ['user:a@b.example'] }] };
    assert.deepEqual(missingBindings(wanted, stranger), wanted);
    assert.deepEqual(missingBindings(wanted, { bindings: [{ role: 'roles/owner', members: [STANDARD] }] }), []);
  });
});
