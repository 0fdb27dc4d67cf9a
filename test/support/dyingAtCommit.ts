import { observeFirestore } from './firestoreTraffic.ts';

/**
 * Loaded before everything else (`node --import`), it kills its process the moment that the Firestore commit of this
 * number is known to have succeeded, before our code hears of it: an instance that is gone in the middle of its work.
 */
export const DIE_AT_COMMIT = 'EARNPLAY_TEST_DIE_AT_COMMIT';

/** The environment of a process that dies at its `commit`-th commit. */
export function dyingAt(commit: number): Record<string, string> {
  return { NODE_OPTIONS: `--import ${import.meta.url}`, [DIE_AT_COMMIT]: String(commit) };
}

const fatal = process.env[DIE_AT_COMMIT];
if (fatal !== undefined) {
  let commits = 0;
  observeFirestore({
    received: (method) => {
      if (method !== 'Commit') return;
      commits += 1;
      if (commits === Number(fatal)) process.kill(process.pid, 'SIGKILL');
    },
  });
}
