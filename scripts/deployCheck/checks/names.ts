import { type Check, counted, type Problem, problemsOf } from '../check.ts';
import type { Endpoint } from '../rehearsal.ts';
import { topicOf } from '../triggers.ts';

/** Cloud Functions takes 63 characters, but serves each function by a Cloud Run service, whose names have 49 at most. */
const MAX_FUNCTION = 63;
const MAX_SERVICE = 49;
const FUNCTION = /^[A-Za-z][A-Za-z0-9_-]*$/;
const SERVICE = /^[a-z](?:[a-z0-9-]*[a-z0-9])?$/;
/** Pub/Sub: 3 to 255 characters, beginning with a letter, and with `goog` nobody's but Google's. */
const TOPIC = /^(?!goog)[A-Za-z][\w.~+%-]{2,254}$/;
/** Cloud Scheduler's job ids. The CLI makes them of function and region. */
const JOB = /^[\w-]{1,500}$/;

export const names: Check = {
  name: 'names',
  judge: ({ endpoints }) => {
    const longest = Math.max(0, ...endpoints.map(({ id }) => id.length));
    return {
      fine: `the longest of ${counted(endpoints.length, 'name')} has ${longest} of ${MAX_SERVICE} characters; no two are one service`,
      problems: [...endpoints.flatMap(problemsOfOne), ...collisions(endpoints)],
    };
  },
};

function problemsOfOne(endpoint: Endpoint): readonly Problem[] {
  const { id, region } = endpoint;
  const topic = topicOf(endpoint);
  const wrong = [
    ...(FUNCTION.test(id) && id.length <= MAX_FUNCTION ? [] : [`${id} is no name of a function`]),
    ...(id.length > MAX_SERVICE
      ? [`${id} has ${id.length} characters, and its Cloud Run service may have ${MAX_SERVICE}`]
      : []),
    ...(SERVICE.test(serviceOf(id)) ? [] : [`${id} gives ${serviceOf(id)}, which is no name of a Cloud Run service`]),
    ...(topic === undefined || TOPIC.test(topic) ? [] : [`${id} listens to "${topic}", which is no name of a topic`]),
    ...(endpoint.scheduleTrigger === undefined || JOB.test(`firebase-schedule-${id}-${region}`)
      ? []
      : [`${id} gives a scheduler job that has no valid name`]),
  ];
  return problemsOf(wrong, 'Rename it: letters and digits, beginning with a letter.');
}

/** Services and Eventarc triggers have lower-case names, so functions that differ in case only overwrite each other. */
function collisions(endpoints: readonly Endpoint[]): readonly Problem[] {
  const groups = Map.groupBy(endpoints, ({ id, region }) => `${region}/${serviceOf(id)}`);
  const shared = [...groups].filter(([, members]) => members.length > 1);
  return problemsOf(
    shared.map(([service, members]) => `${members.map(({ id }) => id).join(' and ')} would be one service, ${service}`),
    'Rename all but one of them.',
  );
}

function serviceOf(id: string): string {
  return id.toLowerCase().replaceAll('_', '-');
}
