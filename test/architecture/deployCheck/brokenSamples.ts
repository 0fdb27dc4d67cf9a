import type { Rehearsal } from '../../../scripts/deployCheck/rehearsal.ts';
import { ascending, callable, consumer, healthy, nightly, rulesWith, source, uploaded } from './healthy.ts';

/** A deployment with one thing wrong, the check that has to see it, and what it has to say. */
export type BrokenSample = readonly [check: string, says: RegExp, changes: Partial<Rehearsal>];

const { packages, runtime, indexes } = healthy();
const { manifest, lock } = packages;
const index = (fields: readonly object[], collectionGroup = 'holds') => ({
  indexes: { indexes: [{ collectionGroup, queryScope: 'COLLECTION', fields }], fieldOverrides: [] },
});
const override = (fieldPath: string, ttl?: boolean, single: readonly object[] = []) => ({
  ...{ collectionGroup: 'holds', fieldPath, indexes: single },
  ...(ttl === undefined ? {} : { ttl }),
});
const overrides = (...fieldOverrides: readonly object[]) => ({ indexes: { indexes: [], fieldOverrides } });
const locked = (path: string, one: object) => ({
  packages: { manifest, lock: { ...lock, packages: { ...lock.packages, [path]: one } } },
});
const many = <Item>(count: number, make: (at: number) => Item) => Array.from({ length: count }, (_, at) => make(at));

const SAMPLES: readonly (readonly [string, RegExp, object])[] = [
  ['functions', /cpu is too small/, { refusals: ['cpu is too small'] }],
  ['functions', /no function to deploy/, { endpoints: [] }],
  ['loading', /batchEvents: Error: gone/, { unloadable: ['batchEvents: Error: gone'] }],
  ['names', /64 characters.* 49|is no name of a function/, { endpoints: [callable({ id: 'a'.repeat(64) })] }],
  ['names', /may have 49/, { endpoints: [callable({ id: 'a'.repeat(50) })] }],
  ['names', /1st is no name of a function/, { endpoints: [callable({ id: '1st' })] }],
  ['names', /endsIn- gives endsin-/, { endpoints: [callable({ id: 'endsIn-' })] }],
  [
    'names',
    /bindDevice and binddevice would be one service/,
    { endpoints: [callable({ id: 'bindDevice' }), callable({ id: 'binddevice' })] },
  ],
  ['names', /"goog.claimed", which is no name/, { endpoints: [consumer({ eventFilters: { topic: 'goog.claimed' } })] }],
  ['timeouts', /\(event\) may take 541 s/, { endpoints: [{ ...consumer(), timeoutSeconds: 541 }] }],
  ['timeouts', /\(schedule\) may take 1801 s/, { endpoints: [{ ...nightly(), timeoutSeconds: 1801 }] }],
  ['timeouts', /\(callable\) may take 3601 s/, { endpoints: [callable({ timeoutSeconds: 3601 })] }],
  ['timeouts', /\(blocking\) may take 60 s/, { endpoints: [blocking()] }],
  ...['every 0 minutes', 'every day', '61 * * * *', '* * * *', '5-1 * * * *', 'sometimes'].map(
    (schedule) => ['schedules', /which is no schedule/, { endpoints: [nightly({ schedule })] }] as const,
  ),
  ['schedules', /time zone "Mars\/Olympus"/, { endpoints: [nightly({ timeZone: 'Mars/Olympus' })] }],
  ['schedules', /time zone ""/, { endpoints: [nightly({ timeZone: null })] }],
  ['schedules', /retries more often/, { endpoints: [nightly({ retryConfig: { retryCount: 6 } })] }],
  [
    'schedules',
    /longer at least/,
    { endpoints: [nightly({ retryConfig: { minBackoffSeconds: 9, maxBackoffSeconds: 3 } })] },
  ],
  ['events', /listens to no topic/, { endpoints: [consumer({ eventFilters: {} })] }],
  ['events', /loses a message/, { endpoints: [consumer({ retry: false })] }],
  ['resources', /1001 requests at once/, { endpoints: [callable({ concurrency: 1001 })] }],
  ['resources', /less than one CPU/, { endpoints: [callable({ cpu: 0.5 })] }],
  ['resources', /at least 3 and at most 2/, { endpoints: [callable({ minInstances: 3, maxInstances: 2 })] }],
  ['quantity', /1001 functions in us-central1/, { endpoints: many(1001, (at) => callable({ id: `a${at}` })) }],
  ['proxies', /can be called past these proxies/, { settings: { TRUSTED_PROXY_HOPS: '1' } }],
  ['proxies', /can be called past/, { settings: { TRUSTED_PROXY_HOPS: '2', INGRESS: 'ALLOW_ALL' } }],
  ['proxies', /INGRESS=everything is none of/, { settings: { INGRESS: 'everything' } }],
  [
    'secrets',
    /no name of a secret/,
    { endpoints: [callable({ secretEnvironmentVariables: [{ key: 'signing.key' }] })] },
  ],
  [
    'secrets',
    /OTHER_KEY, which nobody declares/,
    { endpoints: [callable({ secretEnvironmentVariables: [{ key: 'OTHER_KEY' }] })] },
  ],
  ['secrets', /no function is bound to it/, { endpoints: [callable({ secretEnvironmentVariables: [] })] }],
  ['secrets', /SIGNING_KEY is not documented/, { manual: 'nothing' }],
  ['secrets', /\.env has SIGNING_KEY/, { dotenvs: [{ file: 'functions/.env', values: { SIGNING_KEY: 'a' } }] }],
  ['parameters', /CONCURRENCY is set in no file/, { settings: { REGION: 'us-central1' } }],
  ['parameters', /"many", and has to be a whole number/, { settings: { REGION: 'us-central1', CONCURRENCY: 'many' } }],
  [
    'parameters',
    /\.env\.p: K_SERVICE is reserved/,
    { dotenvs: [{ file: 'functions/.env.p', values: {}, refusal: 'K_SERVICE is reserved' }] },
  ],
  [
    'staff door',
    /"office" is neither an address nor a network/,
    { settings: { STAFF_ALLOWED_ADDRESSES: '192.0.2.1, office' } },
  ],
  ['staff door', /"192.0.2.0\/33" is neither/, { settings: { STAFF_ALLOWED_ADDRESSES: '192.0.2.0/33' } }],
  ['indexes', /Must contain "fields"/, { indexes: { ...indexes, refusal: 'Must contain "fields"' } }],
  ['indexes', /there without being declared/, index([ascending('status')])],
  ['indexes', /there without being declared/, index([ascending('status'), ascending('__name__')])],
  ['indexes', /before its end/, index([ascending('__name__'), ascending('status'), ascending('at')])],
  ['indexes', /two arrays/, index([array('tags'), array('names')])],
  ['indexes', /has 101 fields/, index(many(101, (at) => ascending(`f${at}`)))],
  ['indexes', /status in holds .* is there twice/, index([ascending('status'), ascending('status')])],
  ['indexes', /no id of a collection/, index([ascending('a'), ascending('b')], 'users/holds')],
  ['indexes', /"__secret__" of holds is no field/, index([ascending('a'), ascending('__secret__')])],
  [
    'indexes',
    /holds \(COLLECTION\): .* is there twice/,
    { indexes: { ...indexes, indexes: [...indexes.indexes, ...indexes.indexes] } },
  ],
  [
    'indexes',
    /1001 composite indexes/,
    { indexes: { ...indexes, indexes: many(1001, (at) => ({ ...indexes.indexes[0], collectionGroup: `c${at}` })) } },
  ],
  ['indexes', /holds.response is there twice/, overrides(override('response'), override('response'))],
  ['indexes', /the TTL of holds is there twice/, overrides(override('a', true), override('b', true))],
  [
    'indexes',
    /ASCENDING of holds.a is there twice/,
    overrides(override('a', false, [{ order: 'ASCENDING' }, { order: 'ASCENDING', queryScope: 'COLLECTION' }])),
  ],
  ['indexes', /cannot be exempted/, overrides(override('__name__'))],
  ['indexes', /1001 fields/, overrides(...many(1001, (at) => override(`f${at}`)))],
  ['rules', /line 5: isMe\(\) is defined nowhere/, { rules: { text: rulesWith('allow get: if isMe(uid);') } }],
  ['rules', /has \d+ bytes/, { rules: { text: `${rulesWith('allow get;')}//${'x'.repeat(256 * 1024)}` } }],
  ['runtime', /knows no runtime nodejs99/, { runtime: { name: 'nodejs99', todayMs: 0 } }],
  ['runtime', /asks for Node 22/, { packages: { ...packages, manifest: { ...manifest, engines: { node: '22' } } } }],
  ['runtime', /out of service/, { runtime: { ...runtime, todayMs: Date.parse('2028-11-01') } }],
  [
    'packages',
    /zod is \^5\.0\.0 in package\.json and \^4\.0\.0/,
    { packages: { lock, manifest: { ...manifest, dependencies: { ...manifest.dependencies, zod: '^5.0.0' } } } },
  ],
  ['packages', /npm ci stops: EUSAGE/, { packages: { ...packages, refusal: 'EUSAGE' } }],
  [
    'packages',
    /node_modules\/left does not come from a registry/,
    locked('node_modules/left', { link: true, resolved: '../left' }),
  ],
  [
    'packages',
    /node_modules\/git does not come/,
    locked('node_modules/git', { resolved: 'git+ssh://git@host/git.git#1' }),
  ],
  [
    'packages',
    /zod is asked for as github:/,
    { packages: { lock, manifest: { ...manifest, dependencies: { zod: 'github:colinhacks/zod' } } } },
  ],
  ['packages', /ioredis is imported/, { sources: [source("const { Redis } = await import('ioredis');")] }],
  [
    'packages',
    /script "postinstall"/,
    { packages: { lock, manifest: { ...manifest, scripts: { postinstall: 'tsc' } } } },
  ],
  [
    'upload',
    /lib\/index\.cjs would not be uploaded/,
    { upload: [uploaded('package.json'), uploaded('package-lock.json')] },
  ],
  ['upload', /\.secret\.local would be uploaded/, { upload: [...healthy().upload, uploaded('.secret.local')] }],
  ['upload', /src\/index\.ts would be uploaded/, { upload: [...healthy().upload, uploaded('src/index.ts')] }],
  [
    'upload',
    /a private key in it/,
    { upload: [...healthy().upload, uploaded('admin.json', '{"type": "service_account"}')] },
  ],
  [
    'upload',
    /bytes compressed/,
    { upload: [...healthy().upload, { ...uploaded('big'), compressedBytes: 200_000_000 }] },
  ],
  [
    'APIs',
    /asks translate\.googleapis\.com/,
    { sources: [source("await fetch('https://translate.googleapis.com/v3');")] },
  ],
  [
    'roles',
    /uses @google-cloud\/bigquery/,
    { sources: [source("import { BigQuery } from '@google-cloud/bigquery';")] },
  ],
];

/** Some are of a shape that no file of ours has, which is what they are for. */
export const BROKEN = SAMPLES as readonly BrokenSample[];

function array(fieldPath: string) {
  return { fieldPath, arrayConfig: 'CONTAINS' };
}

function blocking() {
  const { callableTrigger: _, ...endpoint } = callable();
  return { ...endpoint, blockingTrigger: { eventType: 'providers/cloud.auth/eventTypes/user.beforeCreate' } };
}
