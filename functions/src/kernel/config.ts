import { z } from 'zod';

/**
 * The economy configuration is composed of parts, one or more a domain, each declared beside the code that reads it:
 * every number with its default, in a form that refuses what it does not know.
 */
export interface ConfigPart<Name extends string = string, Schema extends z.ZodObject = z.ZodObject> {
  /** The part's key in the configuration. */
  readonly name: Name;
  /** Strict, and with a default for every field. */
  readonly schema: Schema;
  /** Whether clients may read it, in `config/public`. */
  readonly isPublic?: boolean;
}

export function defineConfig<const Name extends string, Schema extends z.ZodObject>(
  part: ConfigPart<Name, Schema>,
): ConfigPart<Name, Schema> {
  return part;
}

/** Off, on, or on for a percentage of players chosen by a stable hash of the uid. */
export const featureSwitch = z.union([z.boolean(), z.strictObject({ percent: z.int().min(0).max(100) })]);
export type FeatureSwitch = z.output<typeof featureSwitch>;

/** A domain's switch, under `features` of the configuration. */
export interface Feature<Name extends string = string> {
  readonly name: Name;
  /** Whether it is on where nobody has said. */
  readonly byDefault: boolean;
}

export function defineFeature<const Name extends string>(name: Name, byDefault = true): Feature<Name> {
  return { name, byDefault };
}

/** Field shapes that many parts share. */
export const coins = z.int().min(0).max(1_000_000);
export const count = z.int().min(0).max(1_000_000);
export const seconds = z.int().min(0);

/** How many entries a map of names may have, so that the configuration stays well inside one document. */
export const MAX_NAMED = 1_000;
