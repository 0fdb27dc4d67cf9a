import type { Source } from './rehearsal.ts';
import type { Used } from './requiredServices.ts';
import { importedModules, mentions } from './sources.ts';
import { kindOf, type TriggerKind } from './triggers.ts';

/** Who has to be allowed what, for which reason, and who sees to it. */
export interface Access {
  readonly who: Account;
  readonly role: string;
  /** The whole project, or what in it the role is needed for. */
  readonly on: 'project' | 'backups' | 'secrets' | 'schedules' | 'public functions' | 'dead letters' | 'subscriptions';
  readonly why: string;
  readonly boundBy: 'you' | 'firebase deploy' | 'post-deploy';
}

/**
 * The functions' account is Compute Engine's default one, unless a function names another; builds run as it too. Agents are
 * Google's own accounts in the project.
 */
export type Account = 'functions' | 'builds' | 'Pub/Sub agent' | 'everybody';

interface Row extends Access {
  readonly isNeeded: (used: Used) => boolean;
}

const imports = (module: string) => (used: Used) => importedModules(used.sources).has(module);
const says = (pattern: RegExp) => (used: Used) => mentions(used.sources, pattern);
const has =
  (...kinds: readonly TriggerKind[]) =>
  ({ endpoints }: Used) =>
    endpoints.some((endpoint) => kinds.includes(kindOf(endpoint)));
/** Methods of Auth that change somebody. */
const CHANGES_AUTH = /\.(?:setCustomUserClaims|revokeRefreshTokens|deleteUsers?|updateUser|createUser|importUsers)\(/;
/** Without a bucket there are no backups (docs/operations.md), and no rights for them. */
const backsUp = (used: Used) => bucketOf(used) !== '' && mentions(used.sources, /:exportDocuments\b/);

const ROWS: readonly Row[] = [
  byYou('functions', 'roles/datastore.user', 'reads and writes documents', imports('firebase-admin/firestore')),
  byYou(
    'functions',
    'roles/firebaseauth.admin',
    'looks people up in Auth, sets their roles, ends their sessions, deletes them (getUser, setCustomUserClaims, revokeRefreshTokens, deleteUser)',
    (used) => imports('firebase-admin/auth')(used) && says(CHANGES_AUTH)(used),
  ),
  byYou(
    'functions',
    'roles/firebaseauth.viewer',
    'looks people up in Auth',
    (used) => imports('firebase-admin/auth')(used) && !says(CHANGES_AUTH)(used),
  ),
  byYou(
    'functions',
    'roles/firebaseappcheck.tokenVerifier',
    'consumes App Check tokens (firebaseappcheck.appCheckTokens.verify); without it, every call that consumes one is refused',
    says(/consumeAppCheckToken/),
  ),
  byYou('functions', 'roles/pubsub.publisher', 'publishes messages', imports('@google-cloud/pubsub')),
  byYou(
    'functions',
    'roles/pubsub.viewer',
    'health lists topics; without it, health says that Pub/Sub is down',
    says(/\.getTopics\(/),
  ),
  byYou('functions', 'roles/run.invoker', 'Eventarc brings messages to functions in its name', has('event')),
  byYou('functions', 'roles/eventarc.eventReceiver', 'Eventarc takes events in its name', has('event')),
  byYou('functions', 'roles/cloudtasks.enqueuer', 'puts tasks into queues', imports('firebase-admin/functions')),
  byYou('functions', 'roles/firebasecloudmessaging.admin', 'sends notifications', imports('firebase-admin/messaging')),
  byYou('functions', 'roles/storage.objectAdmin', 'keeps files', imports('firebase-admin/storage')),
  byYou(
    'functions',
    'roles/iam.serviceAccountTokenCreator',
    'signs without a key',
    says(/\.createCustomToken\(|\.getSignedUrl\(/),
  ),
  byYou('functions', 'roles/datastore.importExportAdmin', 'exports backups', backsUp),
  { ...byYou('functions', 'roles/storage.admin', 'writes backups', backsUp), on: 'backups' },
  byYou(
    'builds',
    'roles/cloudbuild.builds.builder',
    'builds the functions; newer projects give it nothing by themselves',
    () => true,
  ),
  {
    ...byCli('functions', 'roles/secretmanager.secretAccessor', 'reads its secrets', (used) =>
      used.endpoints.some(({ secretEnvironmentVariables = [] }) => secretEnvironmentVariables.length > 0),
    ),
    on: 'secrets',
  },
  {
    ...byCli('functions', 'roles/run.invoker', 'Cloud Scheduler calls schedules in its name', has('schedule')),
    on: 'schedules',
  },
  {
    ...byCli(
      'everybody',
      'roles/run.invoker',
      'clients, AdMob and Auth call without an account; the function checks them',
      has('callable', 'https', 'blocking'),
    ),
    on: 'public functions',
  },
  byCli('Pub/Sub agent', 'roles/iam.serviceAccountTokenCreator', 'signs what it brings to functions', has('event')),
  {
    ...byPostDeploy('roles/pubsub.publisher', 'sets aside what a function failed at too often'),
    on: 'dead letters',
  },
  { ...byPostDeploy('roles/pubsub.subscriber', 'takes it off the subscription'), on: 'subscriptions' },
];

/** Google's clients that need no right of their own, or whose rows are above under what they do. */
const KNOWN_CLIENTS = new Set([
  ...['firebase-admin/app', 'firebase-admin/auth', 'firebase-admin/firestore', 'firebase-admin/functions'],
  ...['firebase-admin/messaging', 'firebase-admin/storage', '@google-cloud/pubsub', '@google-cloud/firestore'],
]);

export function requiredAccess(used: Used): readonly Access[] {
  return ROWS.filter(({ isNeeded }) => isNeeded(used)).map(({ isNeeded: _, ...access }) => access);
}

/** Google's clients that the code loads and this table says nothing of. */
export function unknownClients(sources: readonly Source[]): string[] {
  return [...importedModules(sources)].filter(
    (module) => /^(?:firebase-admin|@google-cloud)(?:\/|$)/.test(module) && !KNOWN_CLIENTS.has(module),
  );
}

/** The bucket of the daily backup; empty where there is none. */
export function bucketOf({ settings }: Pick<Used, 'settings'>): string {
  return settings.BACKUP_BUCKET ?? '';
}

function byYou(who: Account, role: string, why: string, isNeeded: Row['isNeeded']): Row {
  return { who, role, on: 'project', why, boundBy: 'you', isNeeded };
}

function byCli(who: Account, role: string, why: string, isNeeded: Row['isNeeded']): Row {
  return { ...byYou(who, role, why, isNeeded), boundBy: 'firebase deploy' };
}

function byPostDeploy(role: string, why: string): Row {
  return { ...byYou('Pub/Sub agent', role, why, has('event')), boundBy: 'post-deploy' };
}
