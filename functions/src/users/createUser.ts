import type { z } from 'zod';
import { invariant } from '../kernel/assert.ts';
import { Refused } from '../kernel/decision.ts';
import { REFERRAL_ALPHABET, REFERRAL_LENGTH } from '../kernel/referralCodes.ts';
import { randomText } from '../platform/crypto/crypto.ts';
import { accountParts } from '../platform/manifest/house.ts';
import type { Tx } from '../platform/storage/transaction.ts';
import type { Call } from '../platform/transport/callable.ts';
import { platformErrors } from '../platform/transport/catalogue.ts';
import { areBanned } from './bannedContacts.ts';
import { ratingsConfig, signUpsConfig } from './config.ts';
import { createUser as contract, userErrors } from './contract.ts';
import { leftAt } from './departedStore.ts';
import { accountDoc, referralCodeDoc } from './store.ts';

/**
 * Creates the account with all that the domains need of it (wallet, device binding, a claimed code, …), together or not
 * at all.
 */
type Input = Omit<z.output<typeof contract.input>, 'idempotencyKey'>;

export async function createUser(tx: Tx, call: Call, input: Input) {
  const { uid, nowMs, economy } = call;
  const earlier = await tx.get(accountDoc(uid));
  if (earlier !== undefined)
    throw new Refused(userErrors[earlier.status === 'deleted' ? 'being-deleted' : 'already-exists']);
  const signedOutAt = await requireNewSignIn(tx, call);
  // No blocking function asks this of somebody who comes with a custom token.
  const { refuseBannedContacts } = economy.of(signUpsConfig);
  if (refuseBannedContacts && (await areBanned({ uid, email: null, phoneNumber: null }, nowMs))) {
    throw new Refused(userErrors['sign-up-banned']);
  }
  const referralCode = await reserveReferralCode(tx, uid);
  tx.create(accountDoc(uid), {
    uid,
    status: 'active',
    createdAt: new Date(nowMs),
    signedOutAt,
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

/** Whoever comes back under a uid that was deleted is somebody new, and signs in anew: for what was signed in before is over. */
async function requireNewSignIn(tx: Tx, { uid, caller }: Call): Promise<Date | null> {
  const departedMs = await leftAt(tx, uid);
  if (departedMs === null) return null;
  if (caller.signedInAtMs < departedMs) throw new Refused(platformErrors['signed-out']);
  return new Date(departedMs);
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
