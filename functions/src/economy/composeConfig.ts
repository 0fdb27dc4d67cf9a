import { z } from 'zod';
import { featureSwitch } from '../kernel/config.ts';
import type { Domain } from '../platform/manifest/domain.ts';

/**
 * The economy configuration as a whole: each domain's parts under their names, and every domain's switch under
 * `features`. What is sent is held to it strictly, and what it leaves out takes its default.
 */
export function composeConfig(domains: readonly Domain[]) {
  const parts = domains.flatMap(({ config = [] }) => config);
  const features = domains.flatMap((domain) => domain.features ?? []);
  const switches = features.map(({ name, byDefault }) => [name, featureSwitch.default(byDefault)] as const);
  return z.strictObject({
    ...Object.fromEntries(parts.map(({ name, schema }) => [name, schema.prefault({})])),
    features: z.strictObject(Object.fromEntries(switches)).prefault({}),
  });
}

/** What `config/public` holds of a configuration: the parts that clients may read. */
export function publicParts(
  domains: readonly Domain[],
  config: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const parts = domains.flatMap((domain) => domain.config ?? []).filter(({ isPublic }) => isPublic === true);
  return Object.fromEntries(parts.map(({ name }) => [name, config[name]]));
}
