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
  /** What of it clients may read, in `config/public`: all, or these fields; nothing unless told. */
  readonly isPublic?: true | readonly (keyof z.output<Schema> & string)[];
  /** Fields that guard against staff themselves (two-person limits, budgets): changing one takes two people. */
  readonly guards?: readonly (keyof z.output<Schema> & string)[];
  /** What is wrong with numbers that are each allowed and do not go together; asked of what is sent, not of what is stored. */
  contradictions?(numbers: z.output<Schema>): readonly Contradiction[];
}

/** Fields that do not go together, by their dotted paths within the part, and why. */
export interface Contradiction {
  readonly fields: readonly string[];
  readonly message: string;
}

const declared: ConfigPart[] = [];
const switches: Feature[] = [];

export function defineConfig<const Name extends string, Schema extends z.ZodObject>(
  part: ConfigPart<Name, Schema>,
): ConfigPart<Name, Schema> {
  declared.push(part);
  return part;
}

/** What this process has loaded code for, and so what a stored version must be readable as to be of use here. */
export function declaredHere(): { readonly parts: readonly ConfigPart[]; readonly features: readonly Feature[] } {
  return { parts: declared, features: switches };
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
  const feature = { name, byDefault };
  switches.push(feature);
  return feature;
}

/** The commonest contradiction: one number, by its dotted path, is above another that bounds it. */
export function notAbove(lower: Named, upper: Named): readonly Contradiction[] {
  const [[low, least] = ['', 0], [high, most] = ['', 0]] = [Object.entries(lower)[0], Object.entries(upper)[0]];
  return least <= most ? [] : [{ fields: [low, high], message: `${low} (${least}) is above ${high} (${most})` }];
}
type Named = Readonly<Record<string, number>>;

/** Field shapes that many parts share. */
export const coins = z.int().min(0).max(1_000_000);
export const count = z.int().min(0).max(1_000_000);
export const seconds = z.int().min(0);

/** How many entries a map of names may have, so that the configuration stays well inside one document. */
export const MAX_NAMED = 1_000;
