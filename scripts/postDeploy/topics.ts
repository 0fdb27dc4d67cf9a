import { domains } from '../../functions/src/gathered.ts';
import type { Domain } from '../../functions/src/platform/manifest/domain.ts';
import type { Gcloud } from './gcloud.ts';

/**
 * A deployment makes the topics that a function listens to. One that nobody consumes yet would be made by whoever publishes to
 * it first, which takes a right that the functions need for nothing else; without it their messages would wait for ever.
 */
export function createTopics(gcloud: Gcloud): void {
  for (const topic of publishedTopics()) {
    const found = gcloud.ask('pubsub', 'topics', 'describe', topic, '--format=value(name)');
    if (found === undefined) gcloud.change('pubsub', 'topics', 'create', topic);
  }
}

/** One for each type of message that any domain publishes. */
export function publishedTopics(): readonly string[] {
  const all: readonly Domain[] = domains;
  const types = all.flatMap(({ messages = {} }) => Object.values(messages).map(({ type }) => type));
  return [...new Set(types)].sort();
}
