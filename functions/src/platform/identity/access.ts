import type { CallableRequest } from 'firebase-functions/https';
import { z } from 'zod';
import type { Access, CallableContract } from '../../kernel/contract.ts';
import { Refused } from '../../kernel/decision.ts';
import { SECOND_MS } from '../../kernel/time.ts';
import { uid as wireUid } from '../../kernel/wire.ts';
import { findAuthUser } from '../runtime/firebase.ts';
import { settings } from '../runtime/settings.ts';
import { platformErrors } from '../transport/catalogue.ts';

/** Roles and permissions are custom claims of the verified ID token; nothing in a payload can grant them. */
function schemaOfClaims() {
  return z.object({
    role: z.enum(['admin', 'support', 'staff']).optional().catch(undefined),
    permissions: z.array(z.string()).default([]).catch([]),
    /** Epoch seconds. */
    auth_time: z.number().default(0).catch(0),
    firebase: z.object({ sign_in_second_factor: z.string().optional() }).optional().catch(undefined),
  });
}
type Claims = z.output<ReturnType<typeof schemaOfClaims>>;

let claimsSchema: ReturnType<typeof schemaOfClaims> | undefined;

function readClaims(claims: unknown): Claims {
  claimsSchema ??= schemaOfClaims();
  return claimsSchema.parse(claims);
}

export interface Caller {
  readonly uid: string;
  readonly role: Claims['role'];
  readonly permissions: readonly string[];
  /** When the caller signed in, epoch milliseconds to the second. */
  readonly signedInAtMs: number;
}

/** Checks, in this order: App Check, sign-in, the uid's shape, role or permission, second factor of staff. */
export function authorize(request: CallableRequest<unknown>, access: Access): Caller {
  requireAttestedApp(request);
  const uid = request.auth?.uid;
  if (!uid) throw new Refused(platformErrors.unauthenticated);
  if (!wireUid.safeParse(uid).success) throw new Refused(platformErrors['unsupported-uid']);
  const claims = readClaims(request.auth?.token ?? {});
  if (!isAllowed(access, claims)) throw new Refused(platformErrors['role-required']);
  const secondFactor = claims.firebase?.sign_in_second_factor;
  if (access.kind !== 'player' && settings().STAFF_MFA_REQUIRED && !secondFactor) {
    throw new Refused(platformErrors['second-factor-required']);
  }
  return { uid, role: claims.role, permissions: claims.permissions, signedInAtMs: claims.auth_time * SECOND_MS };
}

function requireAttestedApp({ app }: CallableRequest<unknown>): void {
  if (!settings().APP_CHECK_ENFORCED) return;
  if (app === undefined) throw new Refused(platformErrors['app-check-required']);
  if (app.alreadyConsumed === true) throw new Refused(platformErrors['app-check-replayed']);
}

/**
 * ID tokens live for an hour, whatever happened since. Where that is too long, for staff and for what is `sensitive`,
 * Auth itself is asked: whether the person is still there and enabled, has not been signed out since, and still holds the
 * role that the token claims.
 */
export async function requireStandingSignIn(caller: Caller, contract: CallableContract): Promise<void> {
  const isStaff = contract.access.kind !== 'player';
  if (!isStaff && contract.sensitive !== true) return;
  const present = await findAuthUser(caller.uid);
  if (present === undefined || present.disabled || caller.signedInAtMs < present.validSinceMs) {
    throw new Refused(platformErrors['signed-out']);
  }
  const claims = readClaims(present.claims);
  if (!isAllowed(contract.access, claims)) throw new Refused(platformErrors['role-required']);
}

/** An admin may do all that support may; a permission is held by whom it was given to, and by admins. */
function isAllowed(access: Access, claims: Claims): boolean {
  if (access.kind === 'player' || claims.role === 'admin') return true;
  if (access.kind === 'role') return claims.role === access.role;
  return claims.permissions.includes(access.permission);
}
