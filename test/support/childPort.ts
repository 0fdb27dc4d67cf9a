import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { waitingFor } from './waiting.ts';

/** The port that a started server says it listens on; throws `complaint` when the process ends instead. */
export function portOf(child: ChildProcess, complaint: () => string): Promise<number> {
  return waitingFor('servers that start', async () => {
    const [first]: unknown[] = await Promise.race([once(child, 'message'), once(child, 'exit')]);
    if (typeof first !== 'object' || first === null || !('port' in first)) throw new Error(complaint());
    return Number(first.port);
  });
}
