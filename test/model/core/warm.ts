import { domains } from '../../../functions/src/gathered.ts';
import type { Domain } from '../../../functions/src/platform/manifest/domain.ts';
import { accountParts, allRiders } from '../../../functions/src/platform/manifest/house.ts';
import { consumersOf } from '../../../functions/src/platform/messaging/topics.ts';

/**
 * Loads what the functions load at their first call. Loading takes turns of the process' own that no seed chooses, so the
 * first world of a process would go another way than the ones after it.
 */
export async function warmUp(): Promise<void> {
  const all: readonly Domain[] = domains;
  const schedules = all.flatMap((domain) => domain.schedules ?? []);
  await Promise.all([accountParts(), allRiders(), consumersOf(), ...schedules.map(({ load }) => load())]);
}
