import { basename } from 'node:path';
import { domains } from '../../functions/src/gathered.ts';
import { UNDELIVERED_TOPIC } from '../../functions/src/platform/messaging/addresses.ts';
import { consumedTopics, functionOf } from '../../functions/src/platform/messaging/topics.ts';
import type { Gcloud } from './gcloud.ts';

/** Pub/Sub's own bound on deliveries; after them the message goes to {@link UNDELIVERED_TOPIC}, where we keep it. */
const MAX_DELIVERY_ATTEMPTS = 10;
const MIN_BACKOFF = '10s';
const MAX_BACKOFF = '600s';

/**
 * Bounds the deliveries of every consumed topic's subscription, which the deployment has made and whose settings it cannot set.
 * Other subscriptions stay as they are: those of document triggers, and the one that keeps the dead letters itself.
 * Answers the functions that have no subscription, because they are not deployed.
 */
export function setDeadLetterPolicies(gcloud: Gcloud): string[] {
  const agent = allowForwarding(gcloud);
  const subscriptions = topicSubscriptions(gcloud);
  for (const [name] of subscriptions) {
    gcloud.change(
      ...['pubsub', 'subscriptions', 'update', name, `--dead-letter-topic=${UNDELIVERED_TOPIC}`],
      `--max-delivery-attempts=${MAX_DELIVERY_ATTEMPTS}`,
      ...[`--min-retry-delay=${MIN_BACKOFF}`, `--max-retry-delay=${MAX_BACKOFF}`],
    );
    gcloud.change('pubsub', 'subscriptions', 'add-iam-policy-binding', name, agent, '--role=roles/pubsub.subscriber');
  }
  const served = new Set(subscriptions.values());
  return consumedTopics(domains)
    .filter((topic) => !served.has(topic))
    .map(functionOf);
}

/** Without these rights Pub/Sub silently keeps delivering what it should have given up on. */
function allowForwarding(gcloud: Gcloud): string {
  const number = gcloud.ask('projects', 'describe', gcloud.project, '--format=value(projectNumber)');
  const agent = `--member=serviceAccount:service-${number}@gcp-sa-pubsub.iam.gserviceaccount.com`;
  if (gcloud.ask('pubsub', 'topics', 'describe', UNDELIVERED_TOPIC, '--format=value(name)') === undefined) {
    gcloud.change('pubsub', 'topics', 'create', UNDELIVERED_TOPIC);
  }
  gcloud.change(
    'pubsub',
    'topics',
    'add-iam-policy-binding',
    UNDELIVERED_TOPIC,
    agent,
    '--role=roles/pubsub.publisher',
  );
  return agent;
}

/** The topics that are consumed by their subscriptions' names, which have the function's name in them. */
function topicSubscriptions(gcloud: Gcloud): ReadonlyMap<string, string> {
  const listed = gcloud.ask('pubsub', 'subscriptions', 'list', '--filter=name~eventarc-', '--format=value(name,topic)');
  const found = new Map<string, string>();
  for (const line of (listed ?? '').split('\n')) {
    const [name = '', path = ''] = line.trim().split(/\s+/);
    const topic = consumedTopics(domains).find((one) => one === basename(path));
    const isOurs = topic !== undefined && basename(name).includes(`-${functionOf(topic).toLowerCase()}-`);
    if (isOurs) found.set(basename(name), topic);
  }
  return found;
}
