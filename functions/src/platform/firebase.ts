import type { App } from 'firebase-admin/app';
import type { Auth } from 'firebase-admin/auth';
import type { Firestore } from 'firebase-admin/firestore';

/**
 * The admin SDK, made once and only when first needed: loading it costs several hundred milliseconds, which a cold
 * start that refuses a call should not pay.
 */
let app: Promise<App> | undefined;
let firestore: Promise<Firestore> | undefined;
let auth: Promise<Auth> | undefined;

export function adminApp(): Promise<App> {
  app ??= import('firebase-admin/app').then(({ getApps, initializeApp }) => getApps()[0] ?? initializeApp());
  return app;
}

export function adminFirestore(): Promise<Firestore> {
  firestore ??= openFirestore();
  return firestore;
}

export function adminAuth(): Promise<Auth> {
  auth ??= Promise.all([import('firebase-admin/auth'), adminApp()]).then(([{ getAuth }, its]) => getAuth(its));
  return auth;
}

/** Deletes a person's sign-in, tokens included; somebody who is gone already is gone. */
export async function deleteAuthUser(uid: string): Promise<void> {
  try {
    await (await adminAuth()).deleteUser(uid);
  } catch (error) {
    const isGone = error instanceof Error && 'code' in error && error.code === 'auth/user-not-found';
    if (!isGone) throw error;
  }
}

async function openFirestore(): Promise<Firestore> {
  const [{ getFirestore }, its] = await Promise.all([import('firebase-admin/firestore'), adminApp()]);
  const database = getFirestore(its);
  database.settings({ ignoreUndefinedProperties: true });
  return database;
}

/** Closes what was opened, so that a script or a test run can end by itself. */
export async function closeFirebase(): Promise<void> {
  if (firestore !== undefined) await (await firestore).terminate();
  if (app !== undefined) {
    const { deleteApp } = await import('firebase-admin/app');
    await deleteApp(await app);
  }
  app = undefined;
  firestore = undefined;
  auth = undefined;
}
