/** Builds the functions anew whenever a source of theirs changes; the emulator loads what it finds by itself. */
import { type FSWatcher, watch } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from './paths.ts';

/** Editors write a file in several steps, and several files at once. */
const SETTLE_MS = 200;

export type Rebuild = {
  /** Rejects where the sources cannot be built. */
  readonly build: () => Promise<void>;
  /** Hears of each build: how long it took, or why it failed. */
  readonly tell: (outcome: { readonly ms: number; readonly failure: unknown }) => void;
};

/** Watches until the process ends or the watcher is closed; a change during a build leads to one more. */
export function rebuildOnChange(rebuild: Rebuild, folder = join(repositoryRoot, 'functions', 'src')): FSWatcher {
  let waiting: NodeJS.Timeout | undefined;
  let running = Promise.resolve();
  const run = async () => {
    const startMs = performance.now();
    const failure = await rebuild.build().then(
      () => undefined,
      (error: unknown) => error,
    );
    rebuild.tell({ ms: performance.now() - startMs, failure });
  };
  return watch(folder, { recursive: true }, () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      running = running.then(run);
    }, SETTLE_MS);
  });
}
