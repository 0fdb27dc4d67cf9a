/** Where messages go besides their own topic; apart from what handles them, because whoever sends needs only the name. */

/** Where Pub/Sub puts messages whose subscription it gave up on; `npm run post-deploy` points the subscriptions there. */
export const UNDELIVERED_TOPIC = 'earnplay-dead-letters';

/** A message with this attribute is for the consumer of that name alone; the topic’s others have had theirs. */
export const ONLY_FOR = 'onlyFor';
