import { describeError, log } from '../runtime/log.ts';
import { inParallel } from '../runtime/parallel.ts';
import { type DueRead, readDue, type StoredDocument } from './reader.ts';
import { type Pace, tryToStepAside } from './stepAside.ts';

/** A queue that a schedule works through, the longest due first. */
export interface Sweep {
  readonly queue: Pick<DueRead, 'group' | 'where' | 'dueField'>;
  readonly dueAtMs: number;
  readonly nowMs: number;
  readonly perPage: number;
  readonly maxPages: number;
  /** Entries that are handled side by side. */
  readonly atOnce: number;
  readonly handle: (entry: StoredDocument) => Promise<void>;
  /** What the log says of an entry that could not be handled. */
  readonly failure: (entry: StoredDocument) => { readonly message: string; readonly [fact: string]: unknown };
  readonly pace?: Pace;
}

export interface Swept {
  readonly handled: number;
  readonly failed: number;
  /** Whether nothing that is due was left for the next run. */
  readonly complete: boolean;
}

/** Handles what is due; what cannot be handled is logged and steps aside, so that it keeps nobody else waiting. */
export async function sweep(plan: Sweep): Promise<Swept> {
  const { queue, dueAtMs, perPage, maxPages, atOnce } = plan;
  let handled = 0;
  let failed = 0;
  let after: StoredDocument | null = null;
  for (let page = 0; page < maxPages; page += 1) {
    const due: StoredDocument[] = await readDue({ ...queue, dueAtMs, limit: perPage, after });
    await inParallel(due, atOnce, async (entry) => {
      if (await tryToHandle(plan, entry)) handled += 1;
      else failed += 1;
    });
    after = due.at(-1) ?? after;
    if (due.length < perPage) return { handled, failed, complete: true };
  }
  return { handled, failed, complete: false };
}

async function tryToHandle({ queue, nowMs, handle, failure, pace }: Sweep, entry: StoredDocument): Promise<boolean> {
  try {
    await handle(entry);
    return true;
  } catch (error) {
    const { message, ...facts } = failure(entry);
    log('ERROR', message, { ...facts, ...describeError(error) });
  }
  await tryToStepAside(entry.path, queue, nowMs, pace);
  return false;
}
