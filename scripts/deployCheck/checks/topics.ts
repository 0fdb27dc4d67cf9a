import { type Check, counted, problemsOf } from '../check.ts';
import { topicOf } from '../triggers.ts';

const PUBLISHED = 'google.cloud.pubsub.topic.v1.messagePublished';

export const topics: Check = {
  name: 'events',
  judge: ({ endpoints }) => {
    const heard = endpoints.flatMap((endpoint) => {
      const { id, eventTrigger } = endpoint;
      return eventTrigger === undefined ? [] : [{ id, topic: topicOf(endpoint), ...eventTrigger }];
    });
    const shared = [...Map.groupBy(heard, ({ topic }) => topic)].filter(([topic, those]) => topic && those.length > 1);
    return {
      fine: `${counted(heard.length, 'function')} called by messages, which Pub/Sub brings again until they are handled`,
      problems: [
        ...problemsOf(
          heard
            .filter(({ eventType, topic }) => eventType === PUBLISHED && topic === undefined)
            .map(({ id }) => `${id} listens to no topic`),
          'Name the topic in its options.',
        ),
        ...problemsOf(
          heard.filter(({ retry }) => !retry).map(({ id }) => `${id} loses a message that it fails at`),
          'Set retry: true; what can never succeed becomes a dead letter.',
        ),
      ],
      notes: shared.map(
        ([topic, those]) => `${topic} wakes ${those.map(({ id }) => id).join(' and ')} for every message`,
      ),
    };
  },
};
