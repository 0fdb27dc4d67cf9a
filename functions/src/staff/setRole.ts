import { isDeepStrictEqual } from 'node:util';
import type { z } from 'zod';
import { Refused } from '../kernel/decision.ts';
import { adminAuth, findAuthUser } from '../platform/runtime/firebase.ts';
import { type Tx, transact } from '../platform/storage/transaction.ts';
import type { Call } from '../platform/transport/callable.ts';
import { platformErrors } from '../platform/transport/catalogue.ts';
import { type setRole as contract, staffErrors } from './contract.ts';
import { recordAudit } from './recordAudit.ts';
import { memberDoc } from './store.ts';

/**
 * Roles live in two places: the wish in `staff/{uid}`, committed with its audit entry, and the custom claims in Auth,
 * which no transaction reaches. Claims follow the wish; a crash between the two is mended by sending the request again,
 * or else by the next run of `applyRoles`.
 */
type Input = z.output<typeof contract.input>;
type Wish = Pick<Input, 'uid' | 'role' | 'permissions'>;
type Actor = Pick<Call, 'nowMs' | 'correlationId' | 'uid'>;

export async function setRole(tx: Tx, call: Call, { uid, role, permissions }: Input) {
  if (uid === call.uid) throw new Refused(staffErrors['own-role']);
  await requireRoom(uid, { role, permissions });
  await wishRole(tx, call, { uid, role, permissions });
  return { uid, role, permissions };
}

/** Stores what a person's claims should be; {@link applyClaims} makes them so after the commit. */
export async function wishRole(tx: Tx, actor: Actor, { uid, role, permissions }: Wish): Promise<void> {
  const before = await tx.get(memberDoc(uid));
  const revision = (before?.revision ?? 0) + 1;
  tx.merge(memberDoc(uid), { role, permissions, revision, appliedRevision: before?.appliedRevision ?? 0 });
  recordAudit(tx, {
    atMs: actor.nowMs,
    actor: actor.uid,
    action: 'setRole',
    subject: `staff/${uid}`,
    before: before === undefined ? null : { role: before.role, permissions: before.permissions },
    after: { role, permissions },
    correlationId: actor.correlationId,
  });
}

const MAX_ROUNDS = 5;

/**
 * Makes Auth's claims what is wished for by now; other claims of the person stay. Safe to repeat, and repeated until the
 * wish that was applied is still the wish: of two changes at once, the slower one must not leave the older claims.
 */
export async function applyClaims(uid: string): Promise<void> {
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const wished = await transact((tx) => tx.get(memberDoc(uid)));
    if (wished === undefined) return;
    const person = await findAuthUser(uid);
    // Whoever has left Auth since has no claims to follow the wish.
    if (person !== undefined) {
      await (await adminAuth()).setCustomUserClaims(uid, claimsWith(person.claims, wished));
    }
    const isStillWished = await transact(async (tx) => {
      const now = await tx.get(memberDoc(uid));
      if (now?.revision !== wished.revision) return false;
      tx.merge(memberDoc(uid), { appliedRevision: wished.revision });
      return true;
    });
    if (isStillWished) return;
  }
  throw new Refused(platformErrors.contention, { retryAfterSeconds: 2 });
}

/** Whether Auth says of a person what is wished for; of nobody it says nothing wrong. */
export async function areClaimsOf(uid: string, wished: Omit<Wish, 'uid'>): Promise<boolean> {
  const person = await findAuthUser(uid);
  return person === undefined || isDeepStrictEqual({ ...person.claims }, claimsWith(person.claims, wished));
}

type Claims = Readonly<Record<string, unknown>>;

/** What Firebase Auth can store of one person, as JSON. */
const MAX_CLAIMS_LENGTH = 1_000;

/** Refuses a wish for somebody who does not exist, or that Auth could not store after the commit. */
async function requireRoom(uid: string, wish: Omit<Wish, 'uid'>): Promise<void> {
  const claims = JSON.stringify(claimsWith(await claimsOf(uid), wish));
  if (claims.length > MAX_CLAIMS_LENGTH) throw new Refused(staffErrors['too-many-permissions']);
}

function claimsWith(present: Claims, { role, permissions }: Omit<Wish, 'uid'>): Claims {
  const { role: _role, permissions: _permissions, ...others } = present;
  return role === null ? others : { ...others, role, permissions };
}

async function claimsOf(uid: string): Promise<Claims> {
  const person = await findAuthUser(uid);
  if (person === undefined) throw new Refused(staffErrors['unknown-person']);
  return person.claims;
}
