import { forgetEconomy } from '../platform/configuration/economyConfig.ts';
import { keyedCallable } from '../platform/transport/callable.ts';
import { setEconomyConfig as contract } from './contract.ts';
import { setEconomyConfig as useCase } from './setEconomyConfig.ts';

export const setEconomyConfig = keyedCallable(contract, useCase, { afterCommit: async () => forgetEconomy() });
