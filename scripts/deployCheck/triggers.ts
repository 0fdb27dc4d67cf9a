import type { Endpoint } from './rehearsal.ts';

/** What calls a function decides how long it may run and who has to be allowed to call it. */
export type TriggerKind = 'https' | 'callable' | 'event' | 'schedule' | 'blocking' | 'task queue';

export function kindOf(endpoint: Endpoint): TriggerKind {
  if (endpoint.callableTrigger !== undefined) return 'callable';
  if (endpoint.eventTrigger !== undefined) return 'event';
  if (endpoint.scheduleTrigger !== undefined) return 'schedule';
  if (endpoint.blockingTrigger !== undefined) return 'blocking';
  if (endpoint.taskQueueTrigger !== undefined) return 'task queue';
  return 'https';
}

/** The topic that calls a function, where one does; the CLI puts the project before it. */
export function topicOf({ eventTrigger }: Endpoint): string | undefined {
  return eventTrigger?.eventFilters?.topic?.split('/').at(-1);
}

/** `3 callable, 2 schedule`: how many functions there are of each kind. */
export function kindsOf(endpoints: readonly Endpoint[]): string {
  const kinds = Map.groupBy(endpoints, kindOf);
  return [...kinds].map(([kind, members]) => `${members.length} ${kind}`).join(', ');
}
