/** Builds the functions anew whenever a source of theirs changes; the emulator loads what it finds by itself. */
import { type FSWatcher, readdirSync, watch } from 'node:fs';
import { join } from 'node:path';
import { functionsFolder } from './paths.ts';

/** Editors write a file in several steps, and several files at once. */
const SETTLE_MS = 200;

export type Rebuild = {
  /** Rejects where the sources cannot be built. */
  readonly build: () => Promise<void>;
  /** Hears of each build: how long it took, or why it failed. */
  readonly tell: (outcome: { readonly ms: number; readonly failure: unknown }) => void;
};

/** Watches until it is closed or the process ends; a change during a build leads to one more. */
export function rebuildOnChange(rebuild: Rebuild, folder = join(functionsFolder, 'src')): { close(): void } {
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
  return watchFolders(folder, () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      running = running.then(run);
    }, SETTLE_MS);
  });
}

/**
 * Hears of every change below the folder. Each folder has a watcher of its own: the recursive one of Node does not see a
 * file that is taken away and put back, which is how git and some editors write.
 */
function watchFolders(root: string, onChange: () => void): { close(): void } {
  const watchers = new Map<string, FSWatcher>();
  const follow = () => {
    const there = new Set([root, ...foldersBelow(root)]);
    for (const [path, watcher] of watchers) {
      if (there.has(path)) continue;
      watcher.close();
      watchers.delete(path);
    }
    for (const path of there) {
      if (watchers.has(path)) continue;
      const watcher = watch(path, () => {
        follow();
        onChange();
      });
      // A folder that is gone; its parent tells.
      watcher.on('error', () => {});
      watchers.set(path, watcher);
    }
  };
  follow();
  return {
    close() {
      for (const watcher of watchers.values()) watcher.close();
    },
  };
}

function foldersBelow(root: string): string[] {
  const entries = readdirSync(root, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ parentPath, name }) => join(parentPath, name));
}
