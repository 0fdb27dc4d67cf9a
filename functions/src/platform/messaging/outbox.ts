import { z } from 'zod';
import type { MessageContract } from '../../kernel/contract.ts';

/**
 * A message is written by the transaction whose consequence it is and published afterwards, as often as needed, until a
 * publication is known to have succeeded. Consumers deduplicate by `eventId`.
 */
export const envelope = z.object({
  eventId: z.string(),
  type: z.string(),
  version: z.int().min(1),
  /** Epoch milliseconds. */
  occurredAt: z.int(),
  correlationId: z.string(),
  uid: z.string(),
  data: z.record(z.string(), z.unknown()),
});
export type Envelope = z.output<typeof envelope>;

export interface MessageFacts {
  /** Derived from what caused the message, so that a repeated publication carries the same id. */
  readonly eventId: string;
  readonly occurredAt: number;
  readonly correlationId: string;
  readonly uid: string;
}

/** Builds a message and checks its data against its contract, before the transaction can commit a broken one. */
export function message<Data extends z.ZodType<Record<string, unknown>>>(
  contract: MessageContract<string, Data>,
  facts: MessageFacts,
  data: z.input<Data>,
): Envelope {
  return { ...facts, type: contract.type, version: contract.version, data: contract.data.parse(data) };
}
