import { domains } from '../../functions/src/gathered.ts';
import type { Domain } from '../../functions/src/platform/manifest/domain.ts';
import type { RegisteredQueries } from '../../functions/src/platform/manifest/stored.ts';

/**
 * Every query of the functions and the index that answers it, as the domains declare them. The emulator answers any query
 * without an index; production refuses it, on the day when it first runs. So no query is deployed without its row.
 */
export const QUERIES: readonly RegisteredQueries[] = queriesOf(domains);

export function queriesOf(all: readonly Domain[]): readonly RegisteredQueries[] {
  return all.flatMap(({ queries = [] }) => queries);
}
