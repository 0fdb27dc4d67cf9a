import type { z } from 'zod';
import { accept } from '../../src/kernel/decision.ts';
import { utcDay } from '../../src/kernel/time.ts';
import { requireFeature } from '../../src/platform/configuration/feature.ts';
import { message } from '../../src/platform/messaging/outbox.ts';
import type { Tx } from '../../src/platform/storage/transaction.ts';
import type { Call } from '../../src/platform/transport/callable.ts';
import { requireActive } from '../../src/users/account.ts';
import { handOver } from '../../src/wallet/journal.ts';
import { post } from '../../src/wallet/post.ts';
import { transferLegs } from '../../src/wallet/rules.ts';
import { greetingsConfig, greetingsFeature } from './config.ts';
import { type sayHello as contract, greetingSaid, greetingThanked } from './contract.ts';
import { decideGreeting } from './rules.ts';
import { greetingDoc, heardDoc } from './store.ts';

/** Says one greeting more; the first of a day is told to whoever keeps the board. */
export async function sayHello(tx: Tx, call: Call, { text }: z.output<typeof contract.input>, scope: string) {
  const { uid, nowMs, economy, correlationId } = call;
  requireFeature(economy, greetingsFeature, uid);
  const day = utcDay(nowMs);
  const doc = greetingDoc(uid, day);
  await tx.load([doc, heardDoc(uid)]);
  await requireActive(tx, call);
  const before = (await tx.get(doc))?.said ?? 0;
  const said = accept(decideGreeting(before, nowMs, economy.of(greetingsConfig)));
  tx.merge(doc, { day, text, said, status: 'SAID', at: new Date(nowMs) });
  const facts = { eventId: scope, occurredAt: nowMs, correlationId, uid };
  const told = said === 1 ? [message(greetingSaid, facts, { day, said })] : [];
  if (said === 1) await thank(tx, call, day);
  await handOver(tx, { uid, date: day }, told, nowMs);
  return { said, heard: (await tx.get(heardDoc(uid)))?.heard ?? 0 };
}

async function thank(tx: Tx, { uid, nowMs, correlationId, economy }: Call, day: string): Promise<void> {
  const cause = { postedAtMs: nowMs, actor: uid, correlationId, configVersion: economy.version };
  const legs = transferLegs('rewards', 'points', 1);
  await post(tx, uid, { ...cause, kind: greetingThanked, legs, reference: day, details: {} });
}
