import { freshSeed } from './freshSeed.ts';

/**
 * So many of what has no end of growing with the house, others in each run (`EARNPLAY_SEED` repeats one), and from all over: neighbours
 * are of one kind. All of them where there are no more.
 */
export function someOf<Item>(items: readonly Item[], count: number, seed = freshSeed()): Item[] {
  const chosen = new Set<number>();
  const apart = Math.max(1, Math.floor(items.length / count));
  for (let at = seed % Math.max(1, items.length); chosen.size < Math.min(count, items.length); at += apart) {
    while (chosen.has(at % items.length)) at += 1;
    chosen.add(at % items.length);
  }
  return items.filter((_, at) => chosen.has(at));
}
