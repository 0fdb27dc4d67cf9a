import type { z } from 'zod';
import { Refused } from '../kernel/decision.ts';
import type { Call } from '../platform/callable.ts';
import { adminAuth } from '../platform/firebase.ts';
import { type Tx, transact } from '../platform/transaction.ts';
import { type setRole as contract, staffErrors } from './contract.ts';
import { recordAudit } from './recordAudit.ts';
import { memberDoc } from './store.ts';

/**
 * Roles live in two places: the wish in `staff/{uid}`, committed with its audit entry, and the custom claims in Auth,
 * which no transaction reaches. Claims follow the wish; a crash between the two is mended by sending the request again.
 */
type Input = z.output<typeof contract.input>;
type Wish = Pick<Input, 'uid' | 'role' | 'permissions'>;
type Actor = Pick<Call, 'nowMs' | 'correlationId' | 'uid'>;

export async function setRole(tx: Tx, call: Call, { uid, role, permissions }: Input) {
  if (uid === call.uid) throw new Refused(staffErrors['own-role']);
  await requirePerson(uid);
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

/** Makes Auth's claims what is wished for by now; other claims of the person stay. Safe to repeat. */
export async function applyClaims(uid: string): Promise<void> {
  const wished = await transact((tx) => tx.get(memberDoc(uid)));
  if (wished === undefined || wished.appliedRevision >= wished.revision) return;
  const auth = await adminAuth();
  const { role: _role, permissions: _permissions, ...others } = (await auth.getUser(uid)).customClaims ?? {};
  const claims = wished.role === null ? {} : { role: wished.role, permissions: wished.permissions };
  await auth.setCustomUserClaims(uid, { ...others, ...claims });
  await transact(async (tx) => {
    const now = await tx.get(memberDoc(uid));
    if (now?.revision === wished.revision) tx.merge(memberDoc(uid), { appliedRevision: wished.revision });
  });
}

export async function requirePerson(uid: string): Promise<void> {
  try {
    await (await adminAuth()).getUser(uid);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'auth/user-not-found') {
      throw new Refused(staffErrors['unknown-person']);
    }
    throw error;
  }
}
