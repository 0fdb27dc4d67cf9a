import './furnished.ts';
import type { Domain } from './platform/manifest/domain.ts';
import { consumedTopics, functionOf, topicFunction } from './platform/messaging/topics.ts';
import { scheduleFunction } from './platform/transport/schedule.ts';
import { staffDoor } from './platform/transport/staffDoor.ts';

/**
 * Every deployed function by its name: what gets deployed follows from what the domains declare. A deployed instance loads
 * its own function only; the build writes `lib/index.cjs` for that, from this list (`scripts/bundleFunctions.ts`).
 */
export async function deployedFunctions(domains: readonly Domain[]): Promise<Readonly<Record<string, unknown>>> {
  const own = await Promise.all(domains.map(async ({ functions }) => functions?.()));
  const schedules = domains.flatMap((domain) => domain.schedules ?? []);
  return {
    ...Object.assign({}, ...own),
    ...Object.fromEntries(schedules.map((declared) => [declared.name, scheduleFunction(declared)])),
    ...Object.fromEntries(consumedTopics(domains).map((topic) => [functionOf(topic), topicFunction(topic)])),
    staff: staffDoor(),
  };
}
