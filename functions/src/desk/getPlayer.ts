import { z } from 'zod';
import { devicesOf } from '../devices/lookUp.ts';
import { glanceAt } from '../events/glance.ts';
import { conductOf } from '../fraud/conduct.ts';
import { invariant } from '../kernel/assert.ts';
import { Refused } from '../kernel/decision.ts';
import { authRecordOf } from '../platform/runtime/firebase.ts';
import { transactOptimistically } from '../platform/storage/optimistic.ts';
import { type Tx, transact } from '../platform/storage/transaction.ts';
import type { Call } from '../platform/transport/callable.ts';
import { recordAudit } from '../staff/recordAudit.ts';
import { userErrors } from '../users/contract.ts';
import { accountSummaries } from '../users/summary.ts';
import { getWallet } from '../wallet/post.ts';
import type { getPlayer as contract } from './contract.ts';

/** A player at a glance. What is read is read without locks; the look is audited before anything is shown. */
export async function getPlayer(call: Call, { uid }: z.output<typeof contract.input>) {
  const player = await transactOptimistically((tx) => playerOf(tx, uid, call.nowMs));
  await transact(async (tx) =>
    recordAudit(tx, {
      atMs: call.nowMs,
      actor: call.uid,
      action: 'getPlayer',
      subject: `users/${uid}`,
      before: null,
      after: null,
      correlationId: call.correlationId,
    }),
  );
  return { uid, ...player, signIn: await signInOf(uid) };
}

const DEVICES_SHOWN = 20;

async function playerOf(tx: Tx, uid: string, nowMs: number) {
  const account = (await accountSummaries(tx, [uid], nowMs)).get(uid);
  if (account === undefined) throw new Refused(userErrors['not-found']);
  const [wallet, glance] = [await getWallet(tx, uid), await glanceAt(tx, uid)];
  invariant(wallet !== undefined && glance !== undefined, `no wallet or activity of ${uid}`);
  const { balances, debt, version } = wallet;
  const { frozenBy, imposed, chargebacks } = await conductOf(tx, uid);
  const until = imposed && { standing: imposed.standing, until: imposed.untilMs, auditId: imposed.auditId };
  return {
    account,
    conduct: { frozenBy, imposed: until, chargebacks },
    ...{ balances, debt, version },
    ...glance,
    devices: await devicesOf(tx, uid, DEVICES_SHOWN),
  };
}

const authFields = z.object({
  email: z.string().nullable().default(null),
  emailVerified: z.boolean().default(false),
  phoneNumber: z.string().nullable().default(null),
  disabled: z.boolean().default(false),
  providers: z.array(z.object({ providerId: z.string() })),
  secondFactors: z.array(z.unknown()),
  createdAt: z.number().nullable().default(null),
  lastSignInAt: z.number().nullable().default(null),
});

async function signInOf(uid: string) {
  const record = await authRecordOf(uid);
  if (record === null) return null;
  const { disabled, providers, secondFactors, ...known } = authFields.parse(record);
  return {
    ...known,
    isDisabled: disabled,
    providers: providers.map(({ providerId }) => providerId),
    secondFactors: secondFactors.length,
  };
}
