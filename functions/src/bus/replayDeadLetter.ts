import type { z } from 'zod';
import { Refused } from '../kernel/decision.ts';
import type { Call } from '../platform/callable.ts';
import { letterDoc } from '../platform/deadLetters.ts';
import { publishRaw } from '../platform/publisher.ts';
import { type Tx, transact } from '../platform/transaction.ts';
import { recordAudit } from '../staff/recordAudit.ts';
import { busErrors, type replayDeadLetter as contract } from './contract.ts';

/**
 * Marks a letter as replayed and audits it; {@link republish} then sends it. A crash between the two is mended by
 * sending the request again, and a message that dies again waits again.
 */
type Input = z.output<typeof contract.input>;

export async function replayDeadLetter(tx: Tx, call: Call, { letterId }: Input) {
  const letter = await tx.get(letterDoc(letterId));
  if (letter === undefined) throw new Refused(busErrors['unknown-letter']);
  tx.merge(letterDoc(letterId), { status: 'REPLAYED' });
  recordAudit(tx, {
    atMs: call.nowMs,
    actor: call.uid,
    action: 'replayDeadLetter',
    subject: `deadLetters/${letterId}`,
    before: { status: letter.status, deaths: letter.deaths },
    after: { status: 'REPLAYED' },
    correlationId: call.correlationId,
  });
  return { letterId, status: 'REPLAYED' as const };
}

export async function republish(letterId: string): Promise<void> {
  const letter = await transact((tx) => tx.get(letterDoc(letterId)));
  if (letter?.status === 'REPLAYED') await publishRaw(letter.topic, letter.message, letter.consumer);
}
