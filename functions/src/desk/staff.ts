import { callable } from '../platform/transport/callable.ts';
import * as contract from './contract.ts';
import { getPlayer as look } from './getPlayer.ts';
import { searchPlayers as search } from './searchPlayers.ts';

export const searchPlayers = callable(contract.searchPlayers, search);

export const getPlayer = callable(contract.getPlayer, look);
