import { z } from 'zod';
import { defineCallable } from '../kernel/contract.ts';
import { defineErrors } from '../kernel/errors.ts';
import { idempotencyKey, instantMs, pageLimit } from '../kernel/wire.ts';

export const busErrors = defineErrors('bus', {
  'unknown-letter': {
    status: 'not-found',
    message: 'There is no such message.',
    retry: false,
    remedy: 'Take the letterId from listDeadLetters.',
  },
});

const letterId = z.string().regex(/^[0-9a-f]{64}$/);

export const listDeadLetters = defineCallable({
  name: 'listDeadLetters',
  effect: 'read',
  access: { kind: 'role', role: 'admin' },
  summary: 'Lists messages that a consumer could not handle, by id, a page at a time.',
  input: z.strictObject({ after: letterId.optional(), limit: pageLimit }),
  output: z.object({
    letters: z.array(
      z.object({
        letterId,
        consumer: z.string(),
        topic: z.string(),
        /** The message as JSON text. */
        message: z.string(),
        reason: z.string(),
        buriedAt: instantMs,
        deaths: z.int().min(1),
      }),
    ),
    /** Pass it as `after` to read on; null at the end. */
    next: letterId.nullable(),
  }),
});

export const replayDeadLetter = defineCallable({
  name: 'replayDeadLetter',
  effect: 'keyed',
  access: { kind: 'role', role: 'admin' },
  summary: 'Gives a dead message to its consumer again; the topic’s other consumers never hear of it.',
  input: z.strictObject({ letterId, idempotencyKey }),
  output: z.object({ letterId, status: z.enum(['REPLAYED']), replayed: z.boolean() }),
});

export const replayDeadLetters = defineCallable({
  name: 'replayDeadLetters',
  effect: 'keyed',
  access: { kind: 'role', role: 'admin' },
  summary: 'Gives a page of dead messages to their consumers again: all that wait, or those of one consumer or topic.',
  input: z.strictObject({
    consumer: z.string().min(1).max(200).optional(),
    topic: z.string().min(1).max(200).optional(),
    after: letterId.optional(),
    limit: pageLimit,
    idempotencyKey,
  }),
  output: z.object({
    letterIds: z.array(letterId),
    /** Pass it as `after`, with a new key, to go on; null at the end. */
    next: letterId.nullable(),
    replayed: z.boolean(),
  }),
});
