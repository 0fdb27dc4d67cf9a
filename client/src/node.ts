import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { jsonStorage } from './storage/jsonStorage.ts';
import type { OpenStorage } from './storage/storage.ts';

/** Keeps each queue in a JSON file of the folder; one process at a time may use it. */
export function fileStorage(folder: string): OpenStorage {
  return async (name) => {
    await mkdir(folder, { recursive: true });
    const file = join(folder, `${encodeURIComponent(name)}.json`);
    return jsonStorage({
      load: () => contentOf(file),
      save: (text) => replace(file, text),
      remove: () => rm(file, { force: true }),
    });
  };
}

async function contentOf(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Written beside and renamed, so that a crash leaves the old text or the new one, never half of it. */
async function replace(file: string, text: string): Promise<void> {
  const draft = await open(`${file}.draft`, 'w');
  try {
    await draft.writeFile(text);
    await draft.sync();
  } finally {
    await draft.close();
  }
  await rename(`${file}.draft`, file);
}
