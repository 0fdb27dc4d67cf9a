import { keyedCallable } from '../platform/callable.ts';
import { forgetEconomy } from '../platform/economyConfig.ts';
import { setEconomyConfig as contract } from './contract.ts';
import { setEconomyConfig as useCase } from './setEconomyConfig.ts';

export const setEconomyConfig = keyedCallable(contract, useCase, { afterCommit: async () => forgetEconomy() });
