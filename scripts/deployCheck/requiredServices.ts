import type { Rehearsal, Source } from './rehearsal.ts';
import { importedModules, mentions } from './sources.ts';

/** What a deployment and its functions use decides which APIs have to be enabled. */
export type Used = Pick<Rehearsal, 'endpoints' | 'requiredApis' | 'sources' | 'settings'>;

interface Service {
  readonly api: string;
  readonly why: string;
  readonly isUsed: (used: Used) => boolean;
}

const always = () => true;
const imports = (module: string) => (used: Used) => importedModules(used.sources).has(module);
const says = (pattern: RegExp) => (used: Used) => mentions(used.sources, pattern);

/** The first dozen are what the Firebase CLI itself enables or asks (its prepare.js); the others are what our code asks. */
const SERVICES: readonly Service[] = [
  { api: 'cloudresourcemanager', why: 'reads and sets who may do what in the project', isUsed: always },
  { api: 'serviceusage', why: 'enables APIs', isUsed: always },
  { api: 'iam', why: 'accounts', isUsed: always },
  { api: 'firebase', why: 'the project, as the CLI sees it', isUsed: always },
  { api: 'firebaserules', why: 'firestore.rules', isUsed: always },
  { api: 'firestore', why: 'documents, indexes, TTL policies, exports', isUsed: always },
  { api: 'cloudfunctions', why: 'functions', isUsed: always },
  { api: 'cloudbuild', why: 'builds them', isUsed: always },
  { api: 'artifactregistry', why: 'keeps what was built', isUsed: always },
  { api: 'run', why: 'serves them', isUsed: always },
  { api: 'storage', why: 'takes the upload, and backups', isUsed: always },
  { api: 'pubsub', why: 'messages', isUsed: always },
  { api: 'eventarc', why: 'brings messages to functions', isUsed: always },
  { api: 'logging', why: 'log lines, and the metrics that count them', isUsed: always },
  { api: 'monitoring', why: 'alerts and the dashboard of post-deploy', isUsed: always },
  { api: 'cloudscheduler', why: 'schedules', isUsed: ({ endpoints }) => endpoints.some((one) => one.scheduleTrigger) },
  { api: 'cloudtasks', why: 'task queues', isUsed: ({ endpoints }) => endpoints.some((one) => one.taskQueueTrigger) },
  {
    api: 'secretmanager',
    why: 'secrets',
    isUsed: ({ endpoints }) => endpoints.some((one) => one.secretEnvironmentVariables?.length),
  },
  { api: 'identitytoolkit', why: 'Auth', isUsed: imports('firebase-admin/auth') },
  {
    api: 'firebaseappcheck',
    why: 'App Check, and tokens that are good for one call',
    isUsed: says(/consumeAppCheckToken|enforceAppCheck|APP_CHECK/),
  },
  { api: 'fcm', why: 'notifications to devices', isUsed: imports('firebase-admin/messaging') },
  { api: 'firebasestorage', why: 'files of players', isUsed: imports('firebase-admin/storage') },
  { api: 'iamcredentials', why: 'signatures without a key', isUsed: says(/\.createCustomToken\(|\.getSignedUrl\(/) },
];

export interface RequiredService {
  readonly api: string;
  readonly why: string;
}

/** Full names, each once: those of the table, and what the SDK has put into the manifest beyond them. */
export function requiredServices(used: Used): readonly RequiredService[] {
  const known = SERVICES.filter(({ isUsed }) => isUsed(used)).map(({ api, why }) => ({ api: fullName(api), why }));
  const listed = new Set(known.map(({ api }) => api));
  const others = used.requiredApis.filter((api) => !listed.has(api));
  return [...known, ...others.map((api) => ({ api, why: 'asked for by the SDK' }))];
}

export function enableCommand(apis: readonly string[], project: string): string {
  return ['gcloud services enable', ...apis, `--project=${project}`].join(' \\\n  ');
}

/** Google's hosts that the code asks by their names, without being known to the table. */
export function unknownHosts(sources: readonly Source[]): string[] {
  const known = new Set(SERVICES.map(({ api }) => api));
  const found = sources.flatMap(({ text }) => [...text.matchAll(/https:\/\/([\w-]+)\.googleapis\.com/g)]);
  const hosts = new Set(found.map(([, name = '']) => name));
  return [...hosts].filter((name) => !known.has(name)).map(fullName);
}

function fullName(api: string): string {
  return `${api}.googleapis.com`;
}
