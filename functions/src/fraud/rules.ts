import { DAY_MS, HOUR_MS } from '../kernel/time.ts';
import type { FraudConfig } from './config.ts';

/**
 * Suspicion as a sum of weights: every fact that scored is kept with what it scored, so that whoever reviews a block sees
 * why. Weights and thresholds are the economy configuration's.
 */
export interface Score {
  readonly total: number;
  /** What scored, by name, in points. */
  readonly evidence: Readonly<Record<string, number>>;
}

export type Verdict = 'pass' | 'review' | 'block';

export interface ClaimFacts {
  readonly accountAgeMs: number;
  readonly coinsEarned: number;
  readonly adsOrSpins: number;
  readonly sameAddressAsReferrer: boolean;
  readonly deviceSeenElsewhere: boolean;
  /** Claims from this address in the last hour, this one included. */
  readonly claimsFromAddress: number;
}

/** A referral claim of someone who is not new, or who is close to the referrer, or one of many from one address. */
export function scoreClaim(facts: ClaimFacts, { claim }: FraudConfig): Score {
  return sum({
    oldAccount: facts.accountAgeMs > claim.oldAccountHours * HOUR_MS ? claim.oldAccount : 0,
    hasEarned: facts.coinsEarned > 0 ? claim.hasEarned : 0,
    hasPlayed: facts.adsOrSpins > 0 ? claim.hasPlayed : 0,
    sameAddress: facts.sameAddressAsReferrer ? claim.sameAddress : 0,
    deviceSeenElsewhere: facts.deviceSeenElsewhere ? claim.deviceSeenElsewhere : 0,
    manyClaims: Math.max(0, facts.claimsFromAddress - claim.freeClaimsAnHour) * claim.perExtraClaim,
  });
}

export interface WithdrawalFacts {
  /** Device or address is not the account's usual one. */
  readonly unusualPlace: boolean;
  readonly accountAgeMs: number;
  readonly gamesWon: number;
  readonly adsWatched: number;
  readonly implausible: number;
  readonly chargebacks: number;
  readonly sharedDestination: boolean;
  /** Whether what is on the account's record could not be opened, so that it is not in these facts. */
  readonly unreadableRecord: boolean;
}

export function scoreWithdrawal(facts: WithdrawalFacts, { withdrawal }: FraudConfig): Score {
  return sum({
    unusualPlace: facts.unusualPlace ? withdrawal.unusualPlace : 0,
    newAccount: facts.accountAgeMs < withdrawal.newAccountDays * DAY_MS ? withdrawal.newAccount : 0,
    noActivity: facts.gamesWon === 0 && facts.adsWatched === 0 ? withdrawal.noActivity : 0,
    implausiblePlay: facts.implausible > 0 ? withdrawal.implausiblePlay : 0,
    chargeback: facts.chargebacks > 0 ? withdrawal.chargeback : 0,
    sharedDestination: facts.sharedDestination ? withdrawal.sharedDestination : 0,
    unreadableRecord: facts.unreadableRecord ? withdrawal.unreadableRecord : 0,
  });
}

/** Above `blockAbove` it is refused; above `reviewAbove`, where there is one, it goes on with a flag. */
export function verdictOf(total: number, limits: { blockAbove: number; reviewAbove?: number | undefined }): Verdict {
  if (total > limits.blockAbove) return 'block';
  return limits.reviewAbove !== undefined && total > limits.reviewAbove ? 'review' : 'pass';
}

function sum(points: Readonly<Record<string, number>>): Score {
  const evidence = Object.fromEntries(Object.entries(points).filter(([, scored]) => scored > 0));
  return { total: Object.values(evidence).reduce((total, scored) => total + scored, 0), evidence };
}
