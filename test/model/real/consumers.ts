import { deliverEach } from '../../../functions/src/platform/messaging/topics.ts';
import type { Message } from '../oracle/records.ts';

/**
 * The deployment's consumers, in this process: beside the suite's own deliveries come ours, at any time, more than once
 * and in any order, each to everybody who hears of its topic.
 */
export async function deliver(topic: string, raw: unknown, nowMs: number): Promise<void> {
  const [failed] = await deliverEach(topic, raw, undefined, nowMs);
  if (failed !== undefined) throw failed.error;
}

export function rawOf(message: Message): unknown {
  return { ...message, version: 1 };
}
