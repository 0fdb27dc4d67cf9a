import { isDeepStrictEqual } from 'node:util';
import type { ConfigPart } from '../kernel/config.ts';
import { parseTolerantly } from '../platform/configuration/parseTolerantly.ts';
import type { Domain } from '../platform/manifest/domain.ts';

type Config = Readonly<Record<string, unknown>>;

/**
 * Dotted paths of the fields that limit staff and that two configurations have different, however they are written: what is
 * left out has its default, and so has what cannot be read.
 */
export function guardedChanges(domains: readonly Domain[], before: Config, after: Config): string[] {
  return domains
    .flatMap(({ config = [] }) => config)
    .flatMap((part) => {
      const [was, is] = [numbersOf(part, before), numbersOf(part, after)];
      const changed = (part.guards ?? []).filter((field) => !isDeepStrictEqual(was[field], is[field]));
      return changed.map((field) => `${part.name}.${field}`);
    });
}

function numbersOf({ name, schema }: ConfigPart, config: Config): Config {
  const parsed = parseTolerantly(schema, config[name] ?? {});
  return parsed.success ? parsed.data : schema.parse({});
}
