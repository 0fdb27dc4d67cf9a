import { type Check, problemsOf } from '../check.ts';
import { kindOf, type TriggerKind } from '../triggers.ts';

/** Seconds, from the documentation of `timeoutSeconds` in firebase-functions; of blocking functions, from Identity Platform. */
const MAX_SECONDS: Readonly<Record<TriggerKind, number>> = {
  https: 3600,
  callable: 3600,
  event: 540,
  schedule: 1800,
  'task queue': 1800,
  blocking: 7,
};
/** What a function has that does not say. */
const DEFAULT_SECONDS = 60;

export const timeouts: Check = {
  name: 'timeouts',
  judge: ({ endpoints }) => {
    const late = endpoints.flatMap((endpoint) => {
      const kind = kindOf(endpoint);
      const seconds = endpoint.timeoutSeconds ?? DEFAULT_SECONDS;
      const fits = seconds > 0 && seconds <= MAX_SECONDS[kind];
      return fits
        ? []
        : [`${endpoint.id} (${kind}) may take ${seconds} s, and the platform gives it ${MAX_SECONDS[kind]} s`];
    });
    return {
      fine: 'within what the trigger of each allows',
      problems: problemsOf(late, 'Set timeoutSeconds; work that takes longer belongs into several runs.'),
    };
  },
};
