import { z } from 'zod';
import { sha256Hex } from '../crypto/crypto.ts';
import { log } from '../runtime/log.ts';
import { defineSection, docOf } from '../storage/collection.ts';
import { storedInstant } from '../storage/storedTypes.ts';
import { transact } from '../storage/transaction.ts';

/** Messages that a consumer could not handle, kept with the reason until an admin replays them: `deadLetters/{id}`. */
const letterFields = z.object({
  consumer: z.string(),
  topic: z.string(),
  /** The message as it arrived, as JSON text. */
  message: z.string(),
  reason: z.string(),
  status: z.enum(['WAITING', 'REPLAYED']),
  buriedAt: storedInstant,
  deaths: z.int().min(1),
  /** How often it had died when an admin last asked to send it again; 0 where nobody has. */
  replayOf: z.int().min(0).default(0),
});
const letterSection = defineSection((id) => `deadLetters/${id}`, letterFields);
export const letterDoc = (id: string) => docOf(letterSection, id);
export type DeadLetter = z.output<typeof letterFields>;

export interface Burial {
  readonly consumer: string;
  readonly topic: string;
  readonly raw: unknown;
  readonly reason: string;
  readonly nowMs: number;
}

const MAX_MESSAGE_CHARACTERS = 200_000;
const MAX_REASON_CHARACTERS = 2_000;

/** Keeps a message that cannot be handled. The same message dying again is counted, not kept twice. */
export async function bury({ consumer, topic, raw, reason, nowMs }: Burial): Promise<void> {
  const message = JSON.stringify(raw).slice(0, MAX_MESSAGE_CHARACTERS);
  const id = sha256Hex(JSON.stringify([consumer, message]));
  await transact(async (tx) => {
    const deaths = ((await tx.get(letterDoc(id)))?.deaths ?? 0) + 1;
    const text = reason.slice(0, MAX_REASON_CHARACTERS);
    const status = 'WAITING' as const;
    tx.merge(letterDoc(id), { consumer, topic, message, reason: text, status, buriedAt: new Date(nowMs), deaths });
  });
  log('ERROR', 'dead letter', { alert: 'bus.dead-letter', consumer, topic, letterId: id, reason });
}
