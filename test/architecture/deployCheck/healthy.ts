import type { Endpoint, Rehearsal, UploadedFile } from '../../../scripts/deployCheck/rehearsal.ts';

/** A small deployment that nothing is wrong with, for the tests to break in one place each. */
export function healthy(changes: Partial<Rehearsal> = {}): Rehearsal {
  return {
    endpoints: [callable(), consumer(), nightly()],
    refusals: [],
    unloadable: [],
    params: [
      { name: 'REGION', type: 'string', default: 'us-central1' },
      { name: 'CONCURRENCY', type: 'int', default: 80 },
      { name: 'SIGNING_KEY', type: 'secret' },
    ],
    requiredApis: [],
    dotenvs: [{ file: 'functions/.env', values: { REGION: 'us-central1', CONCURRENCY: '80' } }],
    settings: { REGION: 'us-central1', CONCURRENCY: '80' },
    sources: [source("import { getFirestore } from 'firebase-admin/firestore';\nimport { z } from 'zod';")],
    indexes: {
      indexes: [
        { collectionGroup: 'holds', queryScope: 'COLLECTION', fields: [ascending('status'), ascending('expiresAt')] },
      ],
      fieldOverrides: [{ collectionGroup: 'holds', fieldPath: 'expireAt', ttl: true, indexes: [] }],
    },
    rules: { text: rulesWith('allow read: if request.auth != null;') },
    packages: {
      manifest: {
        main: 'lib/index.cjs',
        engines: { node: '24' },
        dependencies: { 'firebase-admin': '^14.0.0', zod: '^4.0.0' },
      },
      lock: {
        lockfileVersion: 3,
        packages: {
          '': { dependencies: { 'firebase-admin': '^14.0.0', zod: '^4.0.0' } },
          'node_modules/firebase-admin': { version: '14.0.0', integrity: 'sha512-a' },
          'node_modules/zod': { version: '4.0.0', integrity: 'sha512-b' },
        },
      },
    },
    runtime: {
      name: 'nodejs24',
      known: { deprecationDate: '2028-04-30', decommissionDate: '2028-10-31' },
      todayMs: Date.parse('2026-11-26'),
    },
    upload: ['lib/index.cjs', 'package.json', 'package-lock.json', '.env'].map((path) => uploaded(path)),
    manual: '`SIGNING_KEY` is made of 32 random bytes.',
    warmDollars: 0,
    ...changes,
  };
}

export function callable(changes: Partial<Endpoint> = {}): Endpoint {
  return {
    ...base('claimReferral'),
    callableTrigger: {},
    secretEnvironmentVariables: [{ key: 'SIGNING_KEY', secret: 'SIGNING_KEY' }],
    ...changes,
  };
}

export function consumer(changes: Partial<NonNullable<Endpoint['eventTrigger']>> = {}): Endpoint {
  const eventType = 'google.cloud.pubsub.topic.v1.messagePublished';
  const topic = 'projects/demo-earnplay/topics/referral.claimed';
  return {
    ...base('onReferralClaimed'),
    eventTrigger: { eventType, retry: true, eventFilters: { topic }, ...changes },
  };
}

export function nightly(changes: Partial<NonNullable<Endpoint['scheduleTrigger']>> = {}): Endpoint {
  const retryConfig = { retryCount: 3 };
  return {
    ...base('verifyLedgerDaily'),
    timeoutSeconds: 540,
    scheduleTrigger: { schedule: 'every day 03:15', timeZone: 'Etc/UTC', retryConfig, ...changes },
  };
}

export const source = (text: string) => ({ path: 'sample.ts', text });
export const ascending = (fieldPath: string) => ({ fieldPath, order: 'ASCENDING' });

export function rulesWith(statement: string): string {
  const inside = `match /databases/{database}/documents {\n    match /users/{uid} {\n      ${statement}\n    }\n  }`;
  return `rules_version = '2';\nservice cloud.firestore {\n  ${inside}\n}\n`;
}

export function uploaded(path: string, text = ''): UploadedFile {
  return { path, bytes: text.length, compressedBytes: text.length, text };
}

function base(id: string): Endpoint {
  return {
    id,
    region: 'us-central1',
    entryPoint: id,
    platform: 'gcfv2',
    availableMemoryMb: 512,
    cpu: 1,
    concurrency: 80,
  };
}
