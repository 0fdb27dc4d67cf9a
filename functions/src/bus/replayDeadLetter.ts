import type { z } from 'zod';
import { Refused } from '../kernel/decision.ts';
import { type DeadLetter, letterDoc } from '../platform/messaging/deadLetters.ts';
import { publishRaw } from '../platform/messaging/publisher.ts';
import { readNow } from '../platform/storage/reader.ts';
import { type Tx, transact } from '../platform/storage/transaction.ts';
import type { Call } from '../platform/transport/callable.ts';
import { recordAudit } from '../staff/recordAudit.ts';
import { busErrors, type replayDeadLetter as contract } from './contract.ts';

/**
 * Notes and audits that a letter is to be sent again; {@link republish} then sends it. It waits, and is listed, until it
 * has been sent: a crash on the way is mended by the next request, and a message that dies again waits again.
 */
type Input = z.output<typeof contract.input>;

export async function replayDeadLetter(tx: Tx, call: Call, { letterId }: Input) {
  const letter = await tx.get(letterDoc(letterId));
  if (letter === undefined) throw new Refused(busErrors['unknown-letter']);
  tx.merge(letterDoc(letterId), { status: 'WAITING', replayOf: letter.deaths });
  recordAudit(tx, {
    atMs: call.nowMs,
    actor: call.uid,
    action: 'replayDeadLetter',
    subject: `deadLetters/${letterId}`,
    before: { status: letter.status, deaths: letter.deaths },
    after: { status: 'WAITING', replayOf: letter.deaths },
    correlationId: call.correlationId,
  });
  return { letterId, status: 'REPLAYED' as const };
}

/** Sends what is asked for, and then says so, unless it has died again meanwhile. Safe to repeat. */
export async function republish(letterId: string): Promise<void> {
  const letter = await readNow(letterDoc(letterId));
  if (letter === undefined || !isAskedFor(letter)) return;
  await publishRaw(letter.topic, letter.message, letter.consumer);
  await transact(async (tx) => {
    const now = await tx.get(letterDoc(letterId));
    if (now !== undefined && isAskedFor(now)) tx.merge(letterDoc(letterId), { status: 'REPLAYED' });
  });
}

function isAskedFor({ status, replayOf, deaths }: DeadLetter): boolean {
  return status === 'WAITING' && replayOf === deaths;
}
