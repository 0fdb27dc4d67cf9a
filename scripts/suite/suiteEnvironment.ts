import { delimiter } from 'node:path';
import process from 'node:process';
import { region } from './firebaseConfig.ts';
import { binFolder } from './paths.ts';
import { host, type Ports } from './ports.ts';
import { suiteIdVariable } from './processTree.ts';

/** The variables that a command of the suite is given; an outer suite's values of these never reach an inner one. */
const suiteVariables = [
  'FIRESTORE_EMULATOR_HOST',
  'FIREBASE_AUTH_EMULATOR_HOST',
  'PUBSUB_EMULATOR_HOST',
  'FIREBASE_STORAGE_EMULATOR_HOST',
  'FIREBASE_EMULATOR_HUB',
  'GCLOUD_PROJECT',
  'GOOGLE_CLOUD_PROJECT',
  'FIREBASE_CONFIG',
  'EARNPLAY_FUNCTIONS_URL',
  'EARNPLAY_FUNCTIONS_ORIGIN',
  'EARNPLAY_WEB_URL',
  'EARNPLAY_REDIS_SERVER',
  'REDIS_URL',
];

/** What everything in the suite sees, its own functions included: the launcher's environment, and who it belongs to. */
export function baseEnvironment(suiteId: string, javaFolder: string | undefined): NodeJS.ProcessEnv {
  const environment = { ...process.env };
  for (const name of suiteVariables) delete environment[name];
  const path = [binFolder, javaFolder, environment.PATH].filter((folder) => folder !== undefined);
  const suites = [environment[suiteIdVariable], suiteId].filter((id) => id !== undefined);
  // There is no Google Cloud machine under the emulators, and asking for one takes seconds and prints a warning.
  const offline = { METADATA_SERVER_DETECTION: 'none' };
  return { ...environment, ...offline, PATH: path.join(delimiter), [suiteIdVariable]: suites.join(':') };
}

export function redisEnvironment(server: string | undefined, ports: Ports): Record<string, string> {
  if (server === undefined) return {};
  return { REDIS_URL: `redis://${host}:${ports.redis}`, EARNPLAY_REDIS_SERVER: server };
}

/** Where the services of a running suite are; `live` ones have Storage and Hosting too. */
export function addresses(ports: Ports, projectId: string, live: boolean): Record<string, string> {
  const functions = `http://${host}:${ports.functions}`;
  const more = {
    FIREBASE_STORAGE_EMULATOR_HOST: `${host}:${ports.storage}`,
    EARNPLAY_WEB_URL: `http://${host}:${ports.hosting}`,
  };
  return {
    FIRESTORE_EMULATOR_HOST: `${host}:${ports.firestore}`,
    FIREBASE_AUTH_EMULATOR_HOST: `${host}:${ports.auth}`,
    PUBSUB_EMULATOR_HOST: `${host}:${ports.pubsub}`,
    FIREBASE_EMULATOR_HUB: `${host}:${ports.hub}`,
    GCLOUD_PROJECT: projectId,
    EARNPLAY_FUNCTIONS_ORIGIN: functions,
    EARNPLAY_FUNCTIONS_URL: `${functions}/${projectId}/${region}`,
    ...(live ? more : {}),
  };
}
