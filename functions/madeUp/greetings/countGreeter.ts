import { defineMarkedConsumer } from '../../src/platform/messaging/consumer.ts';
import { greetingSaid } from './contract.ts';
import { boardDoc } from './store.ts';

/** A count shows nothing of whom it counts, so each event leaves a mark. */
export const countGreeter = defineMarkedConsumer('countGreeter', greetingSaid, async (tx, { data }) => {
  const players = (await tx.get(boardDoc(data.day)))?.players ?? 0;
  tx.merge(boardDoc(data.day), { players: players + 1 });
});
