import type { Answer, CallOptions } from '../../support/callable.ts';
import type { DarkPerson } from '../../support/darkWorld.ts';

/** The two ways to claim a code, as a client would. */
export const PATHS = {
  claimReferral: (claimer: DarkPerson, referralCode: string, more: object = {}, options: CallOptions = {}) =>
    claimer.send('claimReferral', { referralCode, deviceHash: claimer.deviceHash, ...more }, options),
  createUser: (claimer: DarkPerson, referralCode: string, more: object = {}, options: CallOptions = {}) =>
    claimer.send('createUser', { referralCode, deviceHash: claimer.deviceHash, ...more }, options),
} satisfies Record<string, (...all: never[]) => Promise<Answer>>;

export const claim = PATHS.claimReferral;

export async function codeOf(player: DarkPerson): Promise<string> {
  return (await player.stored()).referralCode;
}

export async function available(player: DarkPerson): Promise<number> {
  return (await player.coins()).available;
}
