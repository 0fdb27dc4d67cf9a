import type { z } from 'zod';
import { economyDoc } from '../platform/configuration/economyConfig.ts';
import { house } from '../platform/manifest/house.ts';
import { transactOptimistically } from '../platform/storage/optimistic.ts';
import type { Call } from '../platform/transport/callable.ts';
import { composeConfig } from './composeConfig.ts';
import type { getEconomyVersions as contract } from './contract.ts';
import { differences } from './rules.ts';
import { remainsOf, versionDoc } from './store.ts';

type Entry = z.input<typeof contract.output>['entries'][number];

/**
 * What the numbers were, version by version, the newest first, each with what it changed: for whoever asks why a posting was
 * priced as it was, or wants one back. A version of which nothing can be read is left out.
 */
export async function getEconomyVersions(_call: Call, { before, limit }: z.output<typeof contract.input>) {
  const defaults = composeConfig(await house()).parse({});
  return transactOptimistically(async (tx) => {
    const current = (await tx.get(remainsOf(economyDoc)))?.version ?? 0;
    const newest = Math.min(current, (before ?? current + 1) - 1);
    // The one before the last is what the last has changed.
    const numbers = Array.from({ length: limit + 1 }, (_, at) => newest - at).filter((version) => version > 0);
    await tx.load(numbers.map(versionDoc));
    const entries: Entry[] = [];
    for (const version of numbers.slice(0, limit)) {
      const stored = await tx.get(versionDoc(version));
      if (stored === undefined) continue;
      const earlier = version === 1 ? defaults : (await tx.get(remainsOf(versionDoc(version - 1))))?.config;
      const changes = differences(earlier ?? {}, stored.config).map((one) => {
        return { path: one.path, before: one.before ?? null, after: one.after ?? null };
      });
      entries.push({ version, at: stored.updatedAtMs, by: stored.updatedBy, config: stored.config, changes });
    }
    const last = newest - limit + 1;
    return { current, entries, next: last > 1 ? last : null };
  });
}
