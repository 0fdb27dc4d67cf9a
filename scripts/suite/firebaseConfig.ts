/** The repository's firebase.json with the ports of this suite, in the suite's own folder. */
import { copyFileSync, existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from './paths.ts';
import { host, type Ports } from './ports.ts';
import { SuiteError } from './suiteError.ts';

export const region = 'us-central1';

const denyAll = `rules_version = '2';
service cloud.firestore {
  match /databases/{database}/documents {
    match /{document=**} { allow read, write: if false; }
  }
}
`;

const storageRules = `rules_version = '2';
service firebase.storage {
  match /b/{bucket}/o {
    match /{path=**} { allow read, write: if false; }
  }
}
`;

/** Below the suite's folder: what Hosting serves while somebody plays with the suite. */
export const siteFolder = 'site';

/** The page asks how the suite is at its own origin; it is not kept, or it would show what was. */
const hosting = {
  public: siteFolder,
  rewrites: [{ source: '/health', function: { functionId: 'health', region } }],
  headers: [
    {
      source: '**',
      headers: [
        { key: 'Content-Security-Policy', value: "default-src 'self'; frame-ancestors 'none'; base-uri 'none'" },
        { key: 'Cache-Control', value: 'no-store' },
      ],
    },
  ],
};

/** Returns the path of the written configuration. Paths in it are relative to it, as firebase-tools demands. */
export function writeFirebaseConfig(folder: string, ports: Ports, live: boolean): string {
  const more = live ? { storage: { rules: 'storage.rules' }, hosting } : {};
  const config = { ...readConfig(), ...more, emulators: emulators(ports) };
  if (live) writeFileSync(join(folder, 'storage.rules'), storageRules);
  const rules = rulesOf(config);
  if (rules !== undefined) placeRules(rules, folder, live);
  const path = join(folder, 'firebase.json');
  writeFileSync(path, JSON.stringify(config, null, 2));
  return path;
}

function emulators(ports: Ports): Record<string, unknown> {
  const at = (port: number) => ({ host, port });
  return {
    singleProjectMode: true,
    ui: { enabled: false },
    auth: at(ports.auth),
    functions: at(ports.functions),
    firestore: { ...at(ports.firestore), websocketPort: ports.firestoreWebsocket },
    pubsub: at(ports.pubsub),
    hub: at(ports.hub),
    logging: at(ports.logging),
    eventarc: at(ports.eventarc),
    tasks: at(ports.tasks),
    hosting: at(ports.hosting),
    storage: at(ports.storage),
  };
}

function readConfig(): Record<string, unknown> {
  const parsed: unknown = JSON.parse(readFileSync(join(repositoryRoot, 'firebase.json'), 'utf8'));
  if (!isRecord(parsed)) throw new SuiteError('firebase.json must hold an object.');
  return parsed;
}

function rulesOf(config: Record<string, unknown>): string | undefined {
  const firestore = config.firestore;
  const rules = isRecord(firestore) ? firestore.rules : undefined;
  return typeof rules === 'string' ? rules : undefined;
}

function placeRules(rules: string, folder: string, live: boolean): void {
  const source = join(repositoryRoot, rules);
  const target = join(folder, rules);
  if (!existsSync(source)) {
    // Without rules the emulator would allow everything, which nothing may ever come to rest upon.
    console.error(`${rules}, which firebase.json names, does not exist: clients are denied everything.`);
    writeFileSync(target, denyAll);
  } else if (live) symlinkSync(source, target);
  else copyFileSync(source, target);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
