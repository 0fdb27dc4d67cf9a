import type { z } from 'zod';
import type { FeatureSwitch } from '../../kernel/config.ts';
import type { Domain } from './domain.ts';

/** What several domains declare, put together, with the types that each declared it by. */
type Intersection<Union> = (Union extends unknown ? (one: Union) => void : never) extends (all: infer All) => void
  ? All
  : never;
type Flat<Together> = { [Key in keyof Together]: Together[Key] };
type Of<D, Key extends keyof Domain> = D extends { readonly [K in Key]?: infer Value } ? NonNullable<Value> : never;

export type CallablesOf<D extends Domain> = Flat<Intersection<Of<D, 'callables'>>>;
export type MessagesOf<D extends Domain> = Flat<Intersection<Of<D, 'messages'>>>;
export type CataloguesOf<D extends Domain> = Of<D, 'errors'>[number];

type PartsOf<D extends Domain> = Of<D, 'config'>[number];
type FeaturesOf<D extends Domain> = Of<D, 'features'>[number];

/** The whole economy configuration, with every default filled in. */
export type ConfigOf<D extends Domain> = {
  [Part in PartsOf<D> as Part['name']]: z.output<Part['schema']>;
} & { features: { [F in FeaturesOf<D> as F['name']]: FeatureSwitch } };

/** As it may be sent: what is left out takes its default. */
export type ConfigInputOf<D extends Domain> = {
  [Part in PartsOf<D> as Part['name']]?: z.input<Part['schema']>;
} & { features?: { [F in FeaturesOf<D> as F['name']]?: FeatureSwitch } };

export function gatherCallables<D extends Domain>(domains: readonly D[]): CallablesOf<D> {
  return Object.assign({}, ...domains.map(({ callables }) => callables));
}

export function gatherMessages<D extends Domain>(domains: readonly D[]): MessagesOf<D> {
  return Object.assign({}, ...domains.map(({ messages }) => messages));
}

export function gatherErrors<D extends Domain>(domains: readonly D[]): readonly CataloguesOf<D>[] {
  return domains.flatMap(({ errors = [] }) => errors) as CataloguesOf<D>[];
}

/** Types the schema of the whole configuration as what the parts together make of it. */
export function configSchemaOf<D extends Domain>(composed: z.ZodType): z.ZodType<ConfigOf<D>, ConfigInputOf<D>> {
  return composed as z.ZodType<ConfigOf<D>, ConfigInputOf<D>>;
}
