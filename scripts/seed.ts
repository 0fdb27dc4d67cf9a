/** Fills an empty suite with the people of emulator-data, through public callables: see emulator-data/README.md. */
import { createHash, randomUUID } from 'node:crypto';
import process from 'node:process';
import { deleteApp, type FirebaseApp } from 'firebase/app';
import { createUserWithEmailAndPassword, getAuth } from 'firebase/auth';
import { getFunctions, httpsCallable } from 'firebase/functions';
import { closeFirebase } from '../functions/src/platform/runtime/firebase.ts';
import { transact } from '../functions/src/platform/storage/transaction.ts';
import { applyClaims, wishRole } from '../functions/src/staff/setRole.ts';
import { connectedApp } from './demo/connectedApp.ts';

const PASSWORD = 'earnplay';
const MINUTE_MS = 60_000;

await seedPlayer('ada@example.com', 'NL', [
  game('GAME_WON', 3),
  game('GAME_LOST', 2),
  { type: 'AD_WATCHED', metadata: { adUnit: 'rewarded' } },
  { type: 'STREAK_CLAIMED', metadata: {} },
  { type: 'SPIN_CLAIMED', metadata: {} },
]);
await seedPlayer('brook@example.com', 'DE', [game('GAME_WON', 1)]);
await seedAdmin('admin@example.com');
await closeFirebase();
process.exit(0);

interface SeedEvent {
  readonly type: string;
  readonly metadata: object;
  readonly minutesAgo?: number;
}

/** Minutes ago, not hours: nobody earns for a time before there was an account. */
function game(type: string, minutesAgo: number): SeedEvent {
  return { type, minutesAgo, metadata: { gameName: 'tic-tac-toe', durationSeconds: 45 } };
}

async function seedPlayer(email: string, country: string, happened: readonly SeedEvent[]): Promise<void> {
  await signedUp(email, async (app) => {
    const deviceHash = createHash('sha256').update(email).digest('hex');
    await call(app, 'createUser', { deviceHash, country, idempotencyKey: randomUUID() });
    const events = happened.map(({ type, metadata, minutesAgo = 0 }) => ({
      ...{ type, metadata, idempotencyKey: randomUUID() },
      occurredAt: Date.now() - minutesAgo * MINUTE_MS,
    }));
    await call(app, 'batchEvents', { events, deviceHash });
  });
}

async function seedAdmin(email: string): Promise<void> {
  await signedUp(email, async (app) => {
    const uid = getAuth(app).currentUser?.uid ?? '';
    const actor = { uid: 'system:seed', nowMs: Date.now(), correlationId: 'seed' };
    await transact((tx) => wishRole(tx, actor, { uid, role: 'admin', permissions: [] }));
    await applyClaims(uid);
  });
}

async function signedUp(email: string, work: (app: FirebaseApp) => Promise<void>): Promise<void> {
  const app = connectedApp('seed');
  await createUserWithEmailAndPassword(getAuth(app), email, PASSWORD);
  await work(app);
  await deleteApp(app);
  console.log(`${email} is there.`);
}

async function call(app: FirebaseApp, name: string, data: object): Promise<void> {
  await httpsCallable(getFunctions(app), name)(data);
}
