import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { emulatorsIn, findSdkEmulators } from '../../scripts/suite/cloudSdk.ts';

describe('the Cloud SDK finder', () => {
  let root = '';

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'earnplay-sdk-'));
  });

  afterEach(() => rmSync(root, { recursive: true, force: true }));

  function put(...path: string[]): string {
    const file = join(root, ...path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, '', { mode: 0o755 });
    return file;
  }

  const putFirestore = () => put('platform', 'cloud-firestore-emulator', 'cloud-firestore-emulator.jar');
  const putPubsub = () => put('platform', 'pubsub-emulator', 'bin', 'cloud-pubsub-emulator');

  it('finds both emulators of the SDK that CLOUDSDK_ROOT names', () => {
    const expected = { firestoreJar: putFirestore(), pubsub: putPubsub() };
    assert.deepEqual(findSdkEmulators({ CLOUDSDK_ROOT: root, PATH: '' }), expected);
  });

  it('follows gcloud on the PATH to the SDK that it belongs to', () => {
    const expected = { firestoreJar: putFirestore(), pubsub: putPubsub() };
    const gcloud = put('bin', 'gcloud');
    mkdirSync(join(root, 'links'));
    symlinkSync(gcloud, join(root, 'links', 'gcloud'));
    assert.deepEqual(findSdkEmulators({ PATH: join(root, 'links') }), expected);
  });

  it('reports what is missing of an SDK that has only one of them', () => {
    assert.deepEqual(emulatorsIn(root), undefined);
    const pubsub = putPubsub();
    assert.deepEqual(emulatorsIn(root), { firestoreJar: undefined, pubsub });
  });
});
