import { DAY_MS } from '../../src/kernel/time.ts';
import { eraseDocument } from '../../src/platform/storage/erasure.ts';
import { readDue } from '../../src/platform/storage/reader.ts';

const KEPT_MS = 30 * DAY_MS;
const MAX_A_RUN = 500;

/** Erases greetings that nobody remembers; what one run leaves, the next one takes. */
export async function forgetGreetings(nowMs: number): Promise<{ readonly forgotten: number }> {
  const old = await readDue({
    group: 'greetings',
    where: ['status', 'SAID'],
    dueField: 'at',
    dueAtMs: nowMs - KEPT_MS,
    limit: MAX_A_RUN,
    after: null,
  });
  for (const { path } of old) await eraseDocument(path);
  return { forgotten: old.length };
}
