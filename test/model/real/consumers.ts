import { consumersOf as deployedConsumers } from '../../../functions/src/platform/messaging/topics.ts';
import { CONSUMERS } from '../core/topics.ts';
import type { Message } from '../oracle/records.ts';

/**
 * The deployment's consumers, in this process: beside the suite's own deliveries come ours, at any time, more than once
 * and in any order.
 */
export async function deliver(consumer: string, raw: unknown, nowMs: number): Promise<void> {
  const found = (await deployedConsumers()).find(({ name }) => name === consumer);
  if (found === undefined) throw new Error(`no consumer is called ${consumer}`);
  await found.deliver(raw, nowMs);
}

export function rawOf(message: Message): unknown {
  return { ...message, version: 1 };
}

export function consumersOf(topic: string): readonly string[] {
  return CONSUMERS[topic] ?? [];
}
