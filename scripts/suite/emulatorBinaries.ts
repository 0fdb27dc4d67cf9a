import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { findSdkEmulators } from './cloudSdk.ts';
import { manifestJar } from './manifestJar.ts';

const FIRESTORE_MAIN = 'com.google.cloud.datastore.emulator.firestore.CloudFirestore';

export type EmulatorBinaries = { readonly environment: Record<string, string>; readonly download: boolean };

/**
 * The environment that points firebase-tools to emulators of a local Google Cloud SDK, and whether it has to download
 * any. The files handed over are small ones of our own: firebase-tools makes them executable, which only an owner may.
 */
export function prepareEmulatorBinaries(folder: string): EmulatorBinaries {
  const given = process.env;
  const environment: Record<string, string> = {};
  const sdk = findSdkEmulators();
  if (given.FIRESTORE_EMULATOR_BINARY_PATH === undefined && sdk.firestoreJar !== undefined) {
    const jar = join(folder, 'firestore-emulator.jar');
    writeFileSync(jar, manifestJar(FIRESTORE_MAIN, sdk.firestoreJar));
    environment.FIRESTORE_EMULATOR_BINARY_PATH = jar;
  }
  if (given.PUBSUB_EMULATOR_BINARY_PATH === undefined && sdk.pubsub !== undefined) {
    const script = join(folder, 'pubsub-emulator');
    writeFileSync(script, `#!/bin/sh\nexec '${sdk.pubsub.replaceAll("'", "'\\''")}' "$@"\n`, { mode: 0o755 });
    environment.PUBSUB_EMULATOR_BINARY_PATH = script;
  }
  const known = { ...given, ...environment };
  const download =
    known.FIRESTORE_EMULATOR_BINARY_PATH === undefined || known.PUBSUB_EMULATOR_BINARY_PATH === undefined;
  return { environment, download };
}
