import { NO_ACCOUNT } from './account/accountView.ts';
import type { ShownBalance } from './account/shown.ts';
import { queueView } from './queue/queueView.ts';
import { EMPTY_QUEUE } from './queue/state.ts';

/** What is shown where nobody is signed in. */
export const NO_QUEUE = queueView(EMPTY_QUEUE);
export const NO_BALANCE: ShownBalance = { coins: 0, pendingCoins: 0, confirmed: NO_ACCOUNT.balances, version: 0 };
