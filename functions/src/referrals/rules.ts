import { type Decision, decided, refuse } from '../kernel/decision.ts';
import { referralErrors } from './contract.ts';

/** Who may claim whose code, in the order in which a player should hear of it. */
export interface ClaimState {
  readonly uid: string;
  readonly onBoundDevice: boolean;
  /** Owner of the code, or null where there is no such code. */
  readonly referrerUid: string | null;
  /** Whether an account was deleted on any device that the claimer is or was on. */
  readonly deviceUsed: boolean;
  readonly referredBy: string | null;
  /** Everybody who ever held a device that the caller holds or held. */
  readonly deviceHolders: readonly string[];
  /** Whose code the owner of this one has claimed, or null. */
  readonly referrersReferrer: string | null;
}

/** Answers the referrer's uid. */
export function decideClaim(state: ClaimState): Decision<string> {
  const { uid, referrerUid } = state;
  if (!state.onBoundDevice) return refuse(referralErrors['wrong-device']);
  if (referrerUid === null) return refuse(referralErrors['unknown-code']);
  if (referrerUid === uid || state.deviceHolders.includes(referrerUid)) return refuse(referralErrors['own-code']);
  if (state.deviceUsed) return refuse(referralErrors['device-used']);
  if (state.referredBy !== null) return refuse(referralErrors['already-claimed']);
  if (state.referrersReferrer === uid) return refuse(referralErrors.mutual);
  return decided(referrerUid);
}
