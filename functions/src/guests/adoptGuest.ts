import type { z } from 'zod';
import { moveDevice, releaseDevice } from '../devices/bindDevice.ts';
import { addImplausible, implausibleGames } from '../events/conceal.ts';
import { invariant } from '../kernel/assert.ts';
import { Refused } from '../kernel/decision.ts';
import { NO_DEBTS, ZERO_BALANCES } from '../kernel/money.ts';
import { guestOf } from '../platform/identity/guestToken.ts';
import type { Tx } from '../platform/storage/transaction.ts';
import type { Call } from '../platform/transport/callable.ts';
import { accountExists, hasOwner, requireActive, standingOf } from '../users/account.ts';
import { closeAccount } from '../users/closeAccount.ts';
import { createUser } from '../users/createUser.ts';
import { finishDeletion } from '../users/finishDeletion.ts';
import { referralState } from '../users/referral.ts';
import { getWallet } from '../wallet/post.ts';
import { guestsConfig } from './config.ts';
import { type adoptGuest as contract, guestErrors, guestJoined, guestLeft } from './contract.ts';
import { moveAll, type Purse } from './moveAll.ts';

/**
 * Whoever signs in to an older account on a new phone meets the guest that the app made there, who holds the device. With
 * that guest's own token, which only this phone has, the device goes to the account, and the guest is closed as if it had
 * deleted itself: in one transaction, so that the device is never anybody else's and no coin is with both.
 */
type Input = z.output<typeof contract.input>;

export async function adoptGuest(tx: Tx, call: Call, { guestToken, deviceHash }: Input, scope: string) {
  const { uid } = call;
  const isNew = !(await accountExists(tx, uid));
  if (!isNew) await requireActive(tx, call);
  const guest = await guestOf(guestToken);
  if (guest === undefined || guest === uid) throw new Refused(guestErrors['unknown-guest']);
  const leaving = { guest, deviceHash, scope, referredBy: isNew ? null : (await referralState(tx, uid)).referredBy };
  const { purse, implausible } = await takeLeave(tx, call, leaving);
  // Somebody who has just come with a sign-in of their own has no account yet that could take the device.
  if (isNew) await createUser(tx, call, { deviceHash });
  else await moveDevice(tx, call, deviceHash);
  await moveAll(tx, call, { uid, kind: guestJoined, purse, sign: 1, reference: scope });
  await addImplausible(tx, uid, implausible);
  const wallet = await getWallet(tx, uid);
  invariant(wallet !== undefined, `no wallet of ${uid}`);
  return { uid, deviceHash, balances: wallet.balances };
}

/** Takes apart what is left of the guest, by the same steps as for whoever deletes their account. */
export function finishAdoption({ nowMs }: Call, _input: Input, scope: string): Promise<void> {
  return finishDeletion(scope, nowMs);
}

interface Leaving {
  readonly guest: string;
  readonly deviceHash: string;
  readonly scope: string;
  /** Whose code the adopting account has claimed. */
  readonly referredBy: string | null;
}

/** What comes along: money, what is owed of it, and how often it may have been earned by games that nobody played. */
interface Brought {
  readonly purse: Purse;
  readonly implausible: number;
}

const NOTHING: Brought = { purse: { balances: ZERO_BALANCES, debt: NO_DEBTS }, implausible: 0 };

/** Closes the guest's account, if there is one; answers what of it comes along. */
async function takeLeave(tx: Tx, call: Call, leaving: Leaving): Promise<Brought> {
  const { guest, deviceHash, scope } = leaving;
  if (!(await hasOwner(tx, guest))) return NOTHING;
  if ((await standingOf(tx, guest, call.nowMs)) !== 'active') throw new Refused(guestErrors['not-active']);
  const { referredBy } = await referralState(tx, guest);
  // A device on which nobody has had a bonus has none to remember.
  if (referredBy === null) await releaseDevice(tx, guest, deviceHash);
  const isOwnReferral = referredBy === call.uid || leaving.referredBy === guest;
  const brings = call.economy.of(guestsConfig).mergeBalance && !isOwnReferral;
  const brought = brings ? await bringAlong(tx, call, leaving) : NOTHING;
  await closeAccount(tx, { ...call, uid: guest }, scope, [deviceHash]);
  return brought;
}

async function bringAlong(tx: Tx, call: Call, { guest, scope }: Leaving): Promise<Brought> {
  const wallet = await getWallet(tx, guest);
  invariant(wallet !== undefined, `no wallet of ${guest}`);
  await moveAll(tx, call, { uid: guest, kind: guestLeft, purse: wallet, sign: -1, reference: scope });
  return { purse: wallet, implausible: await implausibleGames(tx, guest) };
}
