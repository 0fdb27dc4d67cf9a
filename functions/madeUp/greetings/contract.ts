import { z } from 'zod';
import { defineCallable, defineMessage } from '../../src/kernel/contract.ts';
import { defineErrors } from '../../src/kernel/errors.ts';
import { definePosting } from '../../src/kernel/posting.ts';
import { idempotencyKey, instantMs, pageLimit, uid } from '../../src/kernel/wire.ts';

export const greetingErrors = defineErrors('greetings', {
  enough: {
    status: 'resource-exhausted',
    message: 'You have greeted enough for today.',
    retry: true,
    remedy: 'Wait until midnight UTC, or raise `greetings.perDay`.',
  },
});

const text = z.string().min(1).max(80);
const count = z.int().min(0);

export const sayHello = defineCallable({
  name: 'sayHello',
  effect: 'keyed',
  access: { kind: 'player' },
  limits: { perUid: 7, perIp: 70 },
  runtime: { memory: '256MiB', timeoutSeconds: 20 },
  summary: 'Greets everybody, a few times a day.',
  input: z.strictObject({ text, idempotencyKey }),
  output: z.object({ said: count, heard: count, replayed: z.boolean() }),
});

export const listGreetings = defineCallable({
  name: 'listGreetings',
  effect: 'read',
  access: { kind: 'role', role: 'support' },
  summary: 'Lists what a player has said, by days.',
  input: z.strictObject({ uid, after: z.string().optional(), limit: pageLimit }),
  output: z.object({ greetings: z.array(z.object({ day: z.string(), text, said: count, at: instantMs })) }),
});

export const greetingThanked = definePosting({
  type: 'greeting.thanks',
  text: 'Thanks for your first greeting of the day',
});

export const greetingSaid = defineMessage({
  type: 'greeting.said',
  version: 1,
  data: z.object({ day: z.string(), said: count }),
});
