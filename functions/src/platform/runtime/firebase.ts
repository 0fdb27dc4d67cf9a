import type { App } from 'firebase-admin/app';
import type { Auth } from 'firebase-admin/auth';
import type { Firestore } from 'firebase-admin/firestore';
import { z } from 'zod';
import { codeOf } from './errorCode.ts';
import { settings } from './settings.ts';
import { describeVerifyWrites } from './verifyWrites.ts';

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

/** What Auth knows of a person now, as opposed to what a token said when it was made. */
export interface AuthUser {
  readonly disabled: boolean;
  /** Sign-ins before this instant are revoked, epoch milliseconds; 0 where nothing was ever revoked. */
  readonly validSinceMs: number;
  readonly claims: Readonly<Record<string, unknown>>;
  readonly email: string | null;
  readonly phoneNumber: string | null;
  /** Whether a mailbox, a number or a provider signs them in; whoever has none is a guest, or comes with custom tokens. */
  readonly isLinked: boolean;
}

/** Undefined where there is no such person. */
export async function findAuthUser(uid: string): Promise<AuthUser | undefined> {
  try {
    const user = await (await adminAuth()).getUser(uid);
    const { disabled, tokensValidAfterTime, customClaims, email, phoneNumber, providerData } = user;
    const validSinceMs = tokensValidAfterTime === undefined ? 0 : Date.parse(tokensValidAfterTime);
    return {
      ...{ disabled, validSinceMs, claims: customClaims ?? {} },
      ...{ email: email ?? null, phoneNumber: phoneNumber ?? null },
      isLinked: providerData.length > 0 || email !== undefined || phoneNumber !== undefined,
    };
  } catch (error) {
    if (isUnknownUser(error)) return undefined;
    throw error;
  }
}

/** All that Auth has of a person but secrets, as plain data with epoch milliseconds; null where there is no such person. */
export async function authRecordOf(uid: string): Promise<Readonly<Record<string, unknown>> | null> {
  try {
    const user = await (await adminAuth()).getUser(uid);
    const { email, emailVerified, phoneNumber, displayName, photoURL, disabled, metadata, tenantId } = user;
    const { customClaims, providerData, multiFactor, tokensValidAfterTime } = user;
    const { creationTime, lastSignInTime, lastRefreshTime } = metadata;
    const known = {
      ...{ uid, email, emailVerified, phoneNumber, displayName, photoURL, disabled, tenantId, customClaims },
      ...{ createdAt: instantOf(creationTime), lastSignInAt: instantOf(lastSignInTime) },
      ...{ lastRefreshAt: instantOf(lastRefreshTime), tokensValidAfter: instantOf(tokensValidAfterTime) },
      providers: providerData.map((provider) => provider.toJSON()),
      secondFactors: multiFactor?.enrolledFactors.map((factor) => factor.toJSON()) ?? [],
    };
    return z.record(z.string(), z.unknown()).parse(JSON.parse(JSON.stringify(known)));
  } catch (error) {
    if (isUnknownUser(error)) return null;
    throw error;
  }
}

const INVALID_CONTACT: ReadonlySet<unknown> = new Set(['auth/invalid-email', 'auth/invalid-phone-number']);

/** The uid behind a mailbox or a phone number in E.164; undefined where it is nobody's. */
export async function findUidBy(
  contact: { readonly email: string } | { readonly phoneNumber: string },
): Promise<string | undefined> {
  try {
    const people = await adminAuth();
    const found =
      'email' in contact ? people.getUserByEmail(contact.email) : people.getUserByPhoneNumber(contact.phoneNumber);
    return (await found).uid;
  } catch (error) {
    // What Auth would never have taken as one is nobody's.
    if (isUnknownUser(error) || INVALID_CONTACT.has(codeOf(error) ?? '')) return undefined;
    throw error;
  }
}

function instantOf(text: string | null | undefined): number | undefined {
  return text ? Date.parse(text) : undefined;
}

function isUnknownUser(error: unknown): boolean {
  return codeOf(error) === 'auth/user-not-found';
}

/** Deletes a person's sign-in, tokens included; somebody who is gone already is gone. */
export async function deleteAuthUser(uid: string): Promise<void> {
  try {
    await (await adminAuth()).deleteUser(uid);
  } catch (error) {
    if (!isUnknownUser(error)) throw error;
  }
}

async function openFirestore(): Promise<Firestore> {
  if (settings().COMMITS === 'verified') describeVerifyWrites();
  const [{ getFirestore }, its] = await Promise.all([import('firebase-admin/firestore'), adminApp()]);
  const database = getFirestore(its);
  database.settings({ ignoreUndefinedProperties: true });
  return database;
}

/** As the value of a field in an update: the field goes. */
export async function fieldDeletion(): Promise<unknown> {
  return (await import('firebase-admin/firestore')).FieldValue.delete();
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
