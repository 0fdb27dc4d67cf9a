import { z } from 'zod';

/** What a meter writes down, one line of JSON each: raw facts, which `usage.ts` makes into billed operations. */
const common = {
  /** Epoch milliseconds. */
  at: z.number(),
  /** The function that the process serves, or the name that it was given. */
  who: z.string(),
};

const message = z.object({
  ...common,
  kind: z.literal('message'),
  /** `google.firestore.v1.Firestore/Commit` */
  method: z.string(),
  /** One call of the method; unique among all processes. */
  stream: z.string(),
  direction: z.enum(['sent', 'received']),
  /** The protocol buffer, base64. */
  bytes: z.string(),
});
export type MessageRecord = z.output<typeof message>;

const call = z.object({
  ...common,
  kind: z.literal('call'),
  durationMs: z.number(),
  cpuMs: z.number(),
  requestBytes: z.number(),
  responseBytes: z.number(),
  /** What was logged since the process' last call ended. */
  logBytes: z.number(),
});
export type CallRecord = z.output<typeof call>;

export const meterRecord = z.discriminatedUnion('kind', [message, call]);
export type MeterRecord = z.output<typeof meterRecord>;
