import type { Answer } from '../core/answer.ts';
import { codeMeant } from '../core/drawCode.ts';
import type { Settled } from '../core/operation.ts';
import { dayNumber } from './calendar.ts';
import { isOnFor } from './economy.ts';
import { enterLedger } from './ledger.ts';
import { livePlaces, visit } from './places.ts';
import type { Rules } from './prices.ts';
import { type Account, type Oracle, refused } from './state.ts';
import { blockLater, evidenceOf, type Points, totalOf } from './suspicion.ts';

/** A claim of a code, for an account that exists: who may, what it pays at once, and what is owed to the code's owner. */
export interface Claiming {
  readonly oracle: Oracle;
  readonly account: Account;
  readonly code: string;
  readonly deviceHash: string;
  readonly address: string;
  readonly nowMs: number;
  readonly rules: Rules;
  readonly version: number;
  readonly operation: number;
  readonly settled: Settled;
}

const HOUR = 3_600_000;

/** Undefined where the claim is accepted; nothing has changed where it is refused. */
export function claim(claiming: Claiming): Answer | undefined {
  const { oracle, account, code, deviceHash, address, nowMs, rules } = claiming;
  const { uid } = account;
  if (!isOnFor('referrals', rules.referralsOn, uid)) return refused('platform/feature-off');
  if (account.device !== deviceHash) return refused('referrals/wrong-device');
  const referrer = oracle.codes.get(codeMeant(code));
  if (referrer === undefined) return refused('referrals/unknown-code');
  const holders = familyOf(oracle, account, deviceHash);
  if (referrer === uid || holders.includes(referrer)) return refused('referrals/own-code');
  if (account.devices.some((one) => oracle.tombstones.has(one))) return refused('referrals/device-used');
  if (account.referredBy !== null) return refused('referrals/already-claimed');
  if (oracle.referrals.get(referrer)?.referrer === uid) return refused('referrals/mutual');
  const evidence = evidenceOf(pointsOf(claiming, referrer, holders));
  if (totalOf(evidence) > rules.claimFraud.blockAbove) {
    const about = { uid, kind: 'referral', verdict: 'block', evidence, subject: `users/${referrer}` } as const;
    blockLater(oracle, claiming.operation, about);
    return refused('referrals/blocked');
  }
  oracle.claimsFrom.set(address, [...recentClaims(oracle, address, nowMs), nowMs]);
  visit(account, address, nowMs, rules);
  pay(claiming, referrer);
  return undefined;
}

function pointsOf(claiming: Claiming, referrer: string, holders: readonly string[]): Points {
  const { oracle, account, address, nowMs, rules, operation } = claiming;
  const weights = rules.claimFraud;
  const { coinsEarned, adsWatched, spinsUsed } = account.counts;
  // It is looked up without a lock, so it may be a moment old.
  const places = oracle.peeked.get(`${operation} ${referrer}`) ?? oracle.accounts.get(referrer)?.places ?? [];
  const lastPlace = livePlaces({ places }, nowMs, rules).at(-1)?.address;
  const claims = recentClaims(oracle, address, nowMs).length + 1;
  return {
    oldAccount: nowMs - account.createdAtMs > weights.oldAccountHours * HOUR ? weights.oldAccount : 0,
    hasEarned: coinsEarned > 0 ? weights.hasEarned : 0,
    hasPlayed: adsWatched > 0 || spinsUsed > 0 ? weights.hasPlayed : 0,
    sameAddress: lastPlace === address ? weights.sameAddress : 0,
    deviceSeenElsewhere: holders.some((one) => one !== account.uid) ? weights.deviceSeenElsewhere : 0,
    manyClaims: claims > weights.freeClaimsAnHour ? (claims - weights.freeClaimsAnHour) * weights.perExtraClaim : 0,
  };
}

const FAMILY_DEVICES = 10;

/** Whoever held this device, or one of the last that the account was on before. */
function familyOf(oracle: Oracle, { devices }: Account, deviceHash: string): string[] {
  const earlier = devices.filter((one) => one !== deviceHash).slice(-FAMILY_DEVICES);
  return [deviceHash, ...earlier].flatMap((one) => oracle.deviceHolders.get(one) ?? []);
}

function recentClaims(oracle: Oracle, address: string, nowMs: number): number[] {
  return (oracle.claimsFrom.get(address) ?? []).filter((atMs) => atMs > nowMs - HOUR);
}

function pay({ oracle, account, rules, nowMs, version, operation, settled }: Claiming, referrer: string): void {
  const { uid } = account;
  const reward = rules.referralCoins;
  account.referredBy = referrer;
  const sequence = account.entries.length + 1;
  enterLedger(account, {
    type: 'referral.claim',
    currency: 'coins',
    legs: { available: reward, rewards: -reward },
    reference: 'referral',
    actor: uid,
    configVersion: version,
    day: dayNumber(nowMs),
  });
  oracle.referrals.set(uid, { uid, referrer, reward, atMs: nowMs, credit: 'WAITING' });
  const posted = postedAs(settled, uid, sequence);
  const eventId = `${uid}:${sequence}:${posted?.hash.slice(0, 8)}`;
  // On the suite the instant is the server's own, which the answer does not tell.
  const about = { uid, occurredAt: posted?.postedAtMs ?? nowMs, correlationId: `operation-${operation}` };
  oracle.messages.set(eventId, {
    eventId,
    type: 'referral.claimed',
    ...about,
    data: { referrerUid: referrer, reward },
  });
}

/** A posting by its number; its hash is the system's to make. */
function postedAs({ writes }: Pick<Settled, 'writes'>, uid: string, sequence: number): any {
  const pages = writes.filter(({ path }) => path.startsWith(`users/${uid}/days/`));
  return pages.flatMap(({ after }) => after.postings ?? []).find((one: any) => one.sequence === sequence);
}
