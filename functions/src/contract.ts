import { composeConfig } from './economy/composeConfig.ts';
import { inputWith, setEconomyConfig } from './economy/contract.ts';
import { type Declared, domains } from './gathered.ts';
import {
  type ConfigInputOf,
  type ConfigOf,
  configSchemaOf,
  gatherCallables,
  gatherErrors,
  gatherMessages,
} from './platform/manifest/gather.ts';

/** All that a client may know, as the domains declare it: every callable, error code and message, and every number. */
export const economyConfigSchema = configSchemaOf<Declared>(composeConfig(domains));
export type EconomyConfig = ConfigOf<Declared>;

/** A configuration as it may be sent, checked, with every default filled in. */
export function parseEconomyConfig(sent: ConfigInputOf<Declared>): EconomyConfig {
  return economyConfigSchema.parse(sent);
}

export const defaultEconomyConfig = parseEconomyConfig({});

export const callables = {
  ...gatherCallables(domains),
  setEconomyConfig: { ...setEconomyConfig, input: inputWith(economyConfigSchema) },
};
export const errorCatalogues = gatherErrors(domains);
export const messages = gatherMessages(domains);
