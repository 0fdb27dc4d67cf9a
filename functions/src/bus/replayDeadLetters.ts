import type { z } from 'zod';
import { letterDoc } from '../platform/messaging/deadLetters.ts';
import { inParallel } from '../platform/runtime/parallel.ts';
import { readCandidates } from '../platform/storage/reader.ts';
import type { Tx } from '../platform/storage/transaction.ts';
import type { Call } from '../platform/transport/callable.ts';
import { recordAudit } from '../staff/recordAudit.ts';
import type { replayDeadLetters as contract } from './contract.ts';
import { republish } from './replayDeadLetter.ts';

/**
 * As {@link replayDeadLetter}, for a page of letters: each is noted as to be sent again, and waits until it was. One entry
 * of the audit log names them all.
 */
type Input = z.output<typeof contract.input>;

const AT_ONCE = 10;

export async function replayDeadLetters(tx: Tx, call: Call, { consumer, topic, after, limit }: Input) {
  const where = ['status', 'WAITING'] as const;
  const candidates = await readCandidates({ collection: 'deadLetters', where, limit, after: after ?? null });
  await tx.load(candidates.map(letterDoc));
  const letterIds: string[] = [];
  for (const id of candidates) {
    const letter = await tx.get(letterDoc(id));
    const isMeant = letter?.consumer === (consumer ?? letter?.consumer) && letter?.topic === (topic ?? letter?.topic);
    if (letter?.status !== 'WAITING' || !isMeant) continue;
    tx.merge(letterDoc(id), { replayOf: letter.deaths });
    letterIds.push(id);
  }
  recordAudit(tx, {
    atMs: call.nowMs,
    actor: call.uid,
    action: 'replayDeadLetters',
    subject: 'deadLetters/*',
    before: { consumer: consumer ?? null, topic: topic ?? null, after: after ?? null },
    after: { letterIds },
    correlationId: call.correlationId,
  });
  return { letterIds, next: candidates.length < limit ? null : (candidates.at(-1) ?? null) };
}

/** Sends those that still wait because of it. Safe to repeat. */
export function republishAll(letterIds: readonly string[]): Promise<void> {
  return inParallel(letterIds, AT_ONCE, republish);
}
