import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';

/** What identifies one piece of work in logs, ledger postings, published messages and consumers. */
export interface Trace {
  readonly requestId: string;
  readonly correlationId: string;
  readonly functionName: string;
  readonly uid?: string | undefined;
}

const storage = new AsyncLocalStorage<Trace>();

const CORRELATION_PATTERN = /^[\x21-\x7e]{1,128}$/;

/** Starts a trace; a correlation id that is no short printable token is replaced, so logs cannot be forged through it. */
export function startTrace(functionName: string, correlationId?: string, uid?: string): Trace {
  const offered = correlationId !== undefined && CORRELATION_PATTERN.test(correlationId);
  return { requestId: randomUUID(), correlationId: offered ? correlationId : randomUUID(), functionName, uid };
}

export function withTrace<T>(trace: Trace, work: () => Promise<T>): Promise<T> {
  return storage.run(trace, work);
}

export function currentTrace(): Trace | undefined {
  return storage.getStore();
}
