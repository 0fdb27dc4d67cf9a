/** Finds the emulators of a Google Cloud SDK on this machine, which spares the download of firebase-tools' own. */
import { execFileSync } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { findProgram } from './findProgram.ts';

export type SdkEmulators = { readonly firestoreJar: string | undefined; readonly pubsub: string | undefined };

type Environment = Readonly<Record<string, string | undefined>>;

/** The emulators of the first SDK that has any. The places are asked in turn, because asking gcloud takes a second. */
export function findSdkEmulators(environment: Environment = process.env): SdkEmulators {
  for (const place of places(environment)) {
    const root = place();
    const found = root === undefined ? undefined : emulatorsIn(root);
    if (found !== undefined) return found;
  }
  return { firestoreJar: undefined, pubsub: undefined };
}

/** The emulators of the SDK in a folder, or undefined when it has none. */
export function emulatorsIn(root: string): SdkEmulators | undefined {
  const firestoreJar = ifThere(join(root, 'platform', 'cloud-firestore-emulator', 'cloud-firestore-emulator.jar'));
  const pubsub = ifThere(join(root, 'platform', 'pubsub-emulator', 'bin', 'cloud-pubsub-emulator'));
  return firestoreJar === undefined && pubsub === undefined ? undefined : { firestoreJar, pubsub };
}

function places(environment: Environment): (() => string | undefined)[] {
  const gcloud = findProgram('gcloud', environment.PATH);
  const usual = ['/usr/lib', '/usr/share', '/opt', '/usr/local', '/snap/google-cloud-cli/current', homedir()];
  return [
    () => environment.CLOUDSDK_ROOT ?? environment.CLOUDSDK_ROOT_DIR,
    () => (gcloud === undefined ? undefined : dirname(dirname(realpathSync(gcloud)))),
    ...usual.map((folder) => () => join(folder, 'google-cloud-sdk')),
    () => '/opt/homebrew/share/google-cloud-sdk',
    () => (gcloud === undefined ? undefined : askGcloud(gcloud)),
  ];
}

function askGcloud(gcloud: string): string | undefined {
  try {
    const format = '--format=value(installation.sdk_root)';
    return execFileSync(gcloud, ['info', format], { encoding: 'utf8', timeout: 20_000 }).trim();
  } catch {
    return undefined;
  }
}

function ifThere(path: string): string | undefined {
  return existsSync(path) ? path : undefined;
}
