import { readFileSync } from 'node:fs';
import { initializeTestEnvironment, type RulesTestEnvironment } from '@firebase/rules-unit-testing';
import { setLogLevel } from 'firebase/firestore';

/**
 * The repository's rules in a project of their own at the running emulator, so that nothing here touches the documents
 * of other tests, and the five people whom the rules may meet.
 */
export const PROJECT_ID = 'demo-earnplay-rules';
export const PEOPLE = ['owner', 'other', 'staff', 'guest', 'nobody'] as const;
export type Person = (typeof PEOPLE)[number];
export type Database = ReturnType<ReturnType<RulesTestEnvironment['authenticatedContext']>['firestore']>;

/** The uids of those who have one. `OWNER` is whom the seeded documents belong to. */
export const OWNER = 'OWNER';
export const OTHER = 'OTHER';
const STAFF = 'STAFF';
const GUEST = 'GUEST';
const ANONYMOUS = { firebase: { sign_in_provider: 'anonymous' } } as const;

export interface RulesWorld {
  readonly as: Readonly<Record<Person, Database>>;
  /** The owner once more, now as somebody who never registered. */
  readonly guestOwner: Database;
  /** Writes documents past the rules, all belonging to the owner. */
  seed(paths: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

export function emulatorHost(): string {
  const host = process.env.FIRESTORE_EMULATOR_HOST;
  if (!host) throw new Error('FIRESTORE_EMULATOR_HOST is not set: run this through "npm run with-emulators -- …"');
  return host;
}

/** An empty world under the rules of `firestore.rules`. */
export async function openRulesWorld(): Promise<RulesWorld> {
  // The SDK logs every refusal as an error, and hundreds of refusals are what is wanted here.
  setLogLevel('silent');
  const { hostname, port } = new URL(`http://${emulatorHost()}`);
  const rules = readFileSync(new URL('../../firestore.rules', import.meta.url), 'utf8');
  const environment = await initializeTestEnvironment({
    projectId: PROJECT_ID,
    firestore: { host: hostname, port: Number(port), rules },
  });
  await environment.clearFirestore();
  return {
    as: {
      owner: environment.authenticatedContext(OWNER).firestore(),
      other: environment.authenticatedContext(OTHER).firestore(),
      staff: environment.authenticatedContext(STAFF, { role: 'admin', permissions: ['loyalty:award'] }).firestore(),
      guest: environment.authenticatedContext(GUEST, ANONYMOUS).firestore(),
      nobody: environment.unauthenticatedContext().firestore(),
    },
    guestOwner: environment.authenticatedContext(OWNER, ANONYMOUS).firestore(),
    seed: (paths) =>
      environment.withSecurityRulesDisabled(async (context) => {
        const database = context.firestore();
        await Promise.all(paths.map((path) => database.doc(path).set({ uid: OWNER, coins: 1 })));
      }),
    close: () => environment.cleanup(),
  };
}
