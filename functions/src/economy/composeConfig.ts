import { z } from 'zod';
import { type ConfigPart, featureSwitch } from '../kernel/config.ts';
import type { Domain } from '../platform/manifest/domain.ts';

/**
 * The economy configuration as a whole: each domain's parts under their names, and every domain's switch under
 * `features`. What is sent is held to it strictly, numbers that contradict each other included, and what it leaves out
 * takes its default.
 */
export function composeConfig(domains: readonly Domain[]) {
  const parts = domains.flatMap(({ config = [] }) => config);
  const features = domains.flatMap((domain) => domain.features ?? []);
  const switches = features.map(({ name, byDefault }) => [name, featureSwitch.default(byDefault)] as const);
  return z
    .strictObject({
      ...Object.fromEntries(parts.map(({ name, schema }) => [name, schema.prefault({})])),
      features: z.strictObject(Object.fromEntries(switches)).prefault({}),
    })
    .superRefine((config: Readonly<Record<string, unknown>>, context) => {
      for (const { path, message } of parts.flatMap((part) => contradicting(part, config[part.name]))) {
        context.addIssue({ code: 'custom', path, message });
      }
    });
}

/** One issue for each field that has a share in it; none of a part in which something is wrong by itself. */
function contradicting(part: ConfigPart, numbers: unknown) {
  const parsed = part.schema.safeParse(numbers);
  const found = parsed.success ? (part.contradictions?.(parsed.data) ?? []) : [];
  return found.flatMap(({ fields, message }) =>
    fields.map((field) => ({ path: [part.name, ...field.split('.')], message })),
  );
}

/** What `config/public` holds of a configuration: the parts that clients may read. */
export function publicParts(
  domains: readonly Domain[],
  config: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const parts = domains.flatMap((domain) => domain.config ?? []).filter(({ isPublic }) => isPublic !== undefined);
  return Object.fromEntries(parts.map((part) => [part.name, publicFields(part, config[part.name])]));
}

function publicFields({ isPublic }: ConfigPart, numbers: unknown): unknown {
  if (isPublic === undefined || isPublic === true) return numbers;
  return Object.fromEntries(Object.entries(Object(numbers)).filter(([field]) => isPublic.includes(field)));
}
