import type { z } from 'zod';
import { bindFirstDevice } from '../devices/bindDevice.ts';
import { openActivity } from '../events/openActivity.ts';
import { notePlace } from '../fraud/places.ts';
import { invariant } from '../kernel/assert.ts';
import { Refused } from '../kernel/decision.ts';
import { randomText } from '../platform/crypto/crypto.ts';
import type { Tx } from '../platform/storage/transaction.ts';
import type { Call } from '../platform/transport/callable.ts';
import { claimCode } from '../referrals/claimReferral.ts';
import { openWallet } from '../wallet/post.ts';
import { type createUser as contract, REFERRAL_ALPHABET, REFERRAL_LENGTH, userErrors } from './contract.ts';
import { accountDoc, referralCodeDoc } from './store.ts';

/** Creates account, wallet, device binding and referral code together or not at all. */
export async function createUser(tx: Tx, call: Call, input: z.output<typeof contract.input>) {
  const { uid, nowMs, economy } = call;
  if ((await tx.get(accountDoc(uid))) !== undefined) throw new Refused(userErrors['already-exists']);
  await bindFirstDevice(tx, uid, input.deviceHash, nowMs);
  const code = await reserveReferralCode(tx, uid);
  const { balances } = openWallet(tx, uid);
  openActivity(tx, uid, nowMs, economy);
  tx.create(accountDoc(uid), {
    uid,
    status: 'active',
    createdAt: new Date(nowMs),
    country: input.country ?? null,
    appVersion: input.appVersion ?? null,
    referralCode: code,
    referredBy: null,
    rating: economy.config.ratings.initial,
  });
  await notePlace(tx, call);
  if (input.referralCode === undefined) return { uid, referralCode: code, balances };
  const { deviceHash } = input;
  const claimed = await claimCode(tx, call, { referralCode: input.referralCode, deviceHash });
  return { uid, referralCode: code, balances: claimed.wallet.balances };
}

/** 31^8 codes make even one collision improbable; more than a few in a row are a broken random source. */
const MAX_DRAWS = 5;

async function reserveReferralCode(tx: Tx, uid: string): Promise<string> {
  for (let draw = 0; draw < MAX_DRAWS; draw += 1) {
    const code = randomText(REFERRAL_ALPHABET, REFERRAL_LENGTH);
    if ((await tx.get(referralCodeDoc(code))) !== undefined) continue;
    tx.create(referralCodeDoc(code), { uid });
    return code;
  }
  invariant(false, 'no free referral code');
}
