import type { DarkPerson, DarkWorld } from '../../support/darkWorld.ts';
import { unsignedToken } from '../../support/tokens.ts';

/** Guests of a project of a test's own, with the ID tokens that Auth makes for them. */
export interface Claims {
  readonly provider?: string;
  readonly ageSeconds?: number;
  readonly project?: string;
}

/** An ID token as Auth makes it, of a guest unless another `provider` is named. */
export function tokenOf(world: DarkWorld, { uid }: DarkPerson, claims: Claims = {}): string {
  const { provider = 'anonymous', ageSeconds = 0, project = world.project } = claims;
  const seconds = Math.floor(Date.now() / 1_000) - ageSeconds;
  return unsignedToken({
    ...{ sub: uid, user_id: uid, aud: project, iss: `https://securetoken.google.com/${project}` },
    ...{ auth_time: seconds, iat: seconds, exp: seconds + 3_600 },
    firebase: { sign_in_provider: provider, identities: {} },
  });
}

/** An account on another phone, and what it sends on the phone of `guest`. */
export async function arrival(world: DarkWorld, guest: DarkPerson) {
  const account = await world.player();
  return { account, request: { guestToken: tokenOf(world, guest), deviceHash: guest.deviceHash } };
}
