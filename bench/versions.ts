import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { repositoryRoot } from '../scripts/suite/paths.ts';

/** What the figures depend on, without naming the machine. */
export function versions(): Record<string, string> {
  return {
    node: process.versions.node,
    'firebase-tools': versionOf('node_modules/firebase-tools'),
    'firebase-functions': versionOf('functions/node_modules/firebase-functions'),
    'firebase-admin': versionOf('functions/node_modules/firebase-admin'),
    '@google-cloud/firestore': versionOf('functions/node_modules/@google-cloud/firestore'),
    ioredis: versionOf('functions/node_modules/ioredis'),
    zod: versionOf('functions/node_modules/zod'),
    cores: String(availableParallelism()),
  };
}

function versionOf(folder: string): string {
  const manifest: unknown = JSON.parse(readFileSync(join(repositoryRoot, folder, 'package.json'), 'utf8'));
  const isVersioned = typeof manifest === 'object' && manifest !== null && 'version' in manifest;
  return isVersioned ? String(manifest.version) : 'unknown';
}
