import { z } from 'zod';
import { domains } from '../../functions/src/gathered.ts';
import { deployedFunctions as functionsOf } from '../../functions/src/index.ts';

/** How each function is deployed, from what the deployment itself reads off it. */
const endpoint = z.object({
  availableMemoryMb: z.number(),
  callableTrigger: z.object({}).optional(),
  scheduleTrigger: z.object({ schedule: z.string() }).optional(),
  eventTrigger: z.object({ eventType: z.string() }).optional(),
});

export interface Deployed {
  readonly name: string;
  readonly kind: 'callable' | 'firestore' | 'pubsub' | 'schedule' | 'other';
  readonly memoryGiB: number;
  readonly schedule: string | undefined;
}

/** What Cloud Functions give a function of up to 2 GiB that serves several requests at once, unless told otherwise. */
export const VCPUS = 1;

export const CONCURRENCY = 80;

export async function deployedFunctions(): Promise<Deployed[]> {
  const deployed = z.object({ __endpoint: endpoint });
  return Object.entries(await functionsOf(domains)).map(([name, exported]) => {
    const its = deployed.parse({ __endpoint: endpointOf(exported) }).__endpoint;
    const schedule = its.scheduleTrigger?.schedule;
    return { name, kind: kindOf(its), memoryGiB: its.availableMemoryMb / 1_024, schedule };
  });
}

function endpointOf(exported: unknown): unknown {
  return typeof exported === 'function' && '__endpoint' in exported ? exported.__endpoint : undefined;
}

function kindOf({ callableTrigger, scheduleTrigger, eventTrigger }: z.output<typeof endpoint>): Deployed['kind'] {
  if (callableTrigger !== undefined) return 'callable';
  if (scheduleTrigger !== undefined) return 'schedule';
  if (eventTrigger?.eventType.startsWith('google.cloud.firestore.')) return 'firestore';
  return eventTrigger?.eventType.startsWith('google.cloud.pubsub.') ? 'pubsub' : 'other';
}
