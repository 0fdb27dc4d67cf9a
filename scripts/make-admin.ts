/**
 * `npm run make-admin -- --uid X | --email Y`: makes somebody who has signed in once an admin, with an audit entry. For a
 * deployment's first admin, whom no other can appoint; later ones are made with `setRole`.
 *
 * Works on the emulator suite where its variables are set (`FIRESTORE_EMULATOR_HOST`, `FIREBASE_AUTH_EMULATOR_HOST`), else
 * on the project that `GOOGLE_CLOUD_PROJECT` names, as whoever `gcloud auth application-default login` signed in.
 */
import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { codeOf } from '../functions/src/platform/runtime/errorCode.ts';
import { adminAuth, closeFirebase } from '../functions/src/platform/runtime/firebase.ts';
import { transact } from '../functions/src/platform/storage/transaction.ts';
import { applyClaims, wishRole } from '../functions/src/staff/setRole.ts';

const USAGE = 'Usage: npm run make-admin -- --uid <uid> | --email <address>';

class UsageError extends Error {}

type Person = { readonly uid: string } | { readonly email: string };

try {
  const person = personOf(process.argv.slice(2));
  requireOnePlace();
  const uid = await uidOf(person);
  await makeAdmin(uid);
  console.log(`${uid} is an admin now. Whoever is signed in must refresh the ID token, or sign in again.`);
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = error instanceof UsageError ? 2 : 1;
} finally {
  await closeFirebase();
}

function personOf(words: string[]): Person {
  const { uid, email } = read(words);
  if (uid && !email) return { uid };
  if (email && !uid) return { email };
  throw new UsageError(`Name one person, by uid or by e-mail address.\n${USAGE}`);
}

function read(words: string[]): { uid?: string | undefined; email?: string | undefined } {
  try {
    return parseArgs({ args: words, options: { uid: { type: 'string' }, email: { type: 'string' } } }).values;
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
  }
}

/** The wish goes to Firestore and the claims to Auth: half in the emulator and half in production is never meant. */
function requireOnePlace(): void {
  const { FIRESTORE_EMULATOR_HOST, FIREBASE_AUTH_EMULATOR_HOST, GCLOUD_PROJECT, GOOGLE_CLOUD_PROJECT } = process.env;
  if (Boolean(FIRESTORE_EMULATOR_HOST) !== Boolean(FIREBASE_AUTH_EMULATOR_HOST)) {
    throw new UsageError('Set both FIRESTORE_EMULATOR_HOST and FIREBASE_AUTH_EMULATOR_HOST, or neither.');
  }
  if (!GCLOUD_PROJECT && !GOOGLE_CLOUD_PROJECT) {
    throw new UsageError('Set GOOGLE_CLOUD_PROJECT to the id of the Firebase project.');
  }
}

async function uidOf(person: Person): Promise<string> {
  const auth = await adminAuth();
  try {
    const found = 'uid' in person ? await auth.getUser(person.uid) : await auth.getUserByEmail(person.email);
    return found.uid;
  } catch (error) {
    if (codeOf(error) !== 'auth/user-not-found') throw error;
    const named = 'uid' in person ? `the uid ${person.uid}` : `the address ${person.email}`;
    throw new Error(`Nobody with ${named} has signed in yet: let the person sign in once.`);
  }
}

async function makeAdmin(uid: string): Promise<void> {
  const actor = { nowMs: Date.now(), correlationId: randomUUID(), uid: 'system:make-admin' };
  await transact((tx) => wishRole(tx, actor, { uid, role: 'admin', permissions: [] }));
  await applyClaims(uid);
}
