import { forgetEconomy } from '../platform/configuration/economyConfig.ts';
import { callable, keyedCallable } from '../platform/transport/callable.ts';
import * as contract from './contract.ts';
import { getEconomyVersions as look } from './getEconomyVersions.ts';
import { listEconomyChanges as list } from './listEconomyChanges.ts';
import { setEconomyConfig as set } from './setEconomyConfig.ts';

export const setEconomyConfig = keyedCallable(contract.setEconomyConfig, set, {
  afterCommit: async () => forgetEconomy(),
});

export const listEconomyChanges = callable(contract.listEconomyChanges, list);

export const getEconomyVersions = callable(contract.getEconomyVersions, look);
