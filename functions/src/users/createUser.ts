import type { z } from 'zod';
import { invariant } from '../kernel/assert.ts';
import { Refused } from '../kernel/decision.ts';
import { randomText } from '../platform/crypto/crypto.ts';
import { accountParts } from '../platform/manifest/house.ts';
import type { Tx } from '../platform/storage/transaction.ts';
import type { Call } from '../platform/transport/callable.ts';
import { ratingsConfig } from './config.ts';
import { createUser as contract, REFERRAL_ALPHABET, REFERRAL_LENGTH, userErrors } from './contract.ts';
import { accountDoc, referralCodeDoc } from './store.ts';

/**
 * Creates the account with all that the domains need of it (wallet, device binding, a claimed code, …), together or not
 * at all.
 */
export async function createUser(tx: Tx, call: Call, input: z.output<typeof contract.input>) {
  const { uid, nowMs, economy } = call;
  if ((await tx.get(accountDoc(uid))) !== undefined) throw new Refused(userErrors['already-exists']);
  const referralCode = await reserveReferralCode(tx, uid);
  tx.create(accountDoc(uid), {
    uid,
    status: 'active',
    createdAt: new Date(nowMs),
    country: input.country ?? null,
    appVersion: input.appVersion ?? null,
    referralCode,
    referredBy: null,
    rating: economy.of(ratingsConfig).initial,
  });
  const answered: object[] = [{ uid, referralCode }];
  for (const { open } of await accountParts()) answered.push((await open?.(tx, call, input)) ?? {});
  return answerSchema.parse(Object.assign({}, ...answered));
}

/** The parts answer what they know of; together they owe the response. */
const answerSchema = contract.output.omit({ replayed: true });

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
