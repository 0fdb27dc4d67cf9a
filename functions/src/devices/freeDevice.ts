import type { z } from 'zod';
import type { Tx } from '../platform/storage/transaction.ts';
import type { Call } from '../platform/transport/callable.ts';
import { requireDisinterested } from '../staff/interest.ts';
import { recordAudit } from '../staff/recordAudit.ts';
import { vacate } from './bindDevice.ts';
import type { freeDevice as contract } from './contract.ts';
import { deviceDoc } from './store.ts';
import { liftBan } from './tombstoneStore.ts';

/**
 * For a device whose guest has lost the sign-in, and for one that a ban was wrong about: it can be bound again, and still
 * remembers who was on it and whether its bonus was had. Whoever held it is on none until the next move. Nobody frees one
 * of their own.
 */
export async function freeDevice(tx: Tx, call: Call, { deviceHash, reason }: z.output<typeof contract.input>) {
  const device = await tx.get(deviceDoc(deviceHash));
  const people = [
    device?.uid ?? null,
    ...(device?.history ?? []).map(({ uid }) => uid).filter((uid) => uid === call.uid),
  ];
  for (const uid of new Set(people)) if (uid !== null) await requireDisinterested(tx, call.uid, uid);
  const heldBy = await vacate(tx, deviceHash);
  const isBanned = await liftBan(tx, deviceHash);
  recordAudit(tx, {
    atMs: call.nowMs,
    actor: call.uid,
    action: 'freeDevice',
    // Of whoever held it, so that the entry is theirs to lose their name in.
    subject: heldBy === null ? `devices/${deviceHash}` : `users/${heldBy}`,
    before: { deviceHash, isHeld: heldBy !== null, isBanned },
    after: { isHeld: false, isBanned: false, reason },
    correlationId: call.correlationId,
  });
  return { deviceHash, heldBy };
}
