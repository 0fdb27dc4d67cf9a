import { DAY_MS } from '../kernel/time.ts';
import { defineDomain } from '../platform/manifest/domain.ts';
import { walletConfig } from './config.ts';
import {
  adjustBalance,
  adjusted,
  debtForgiven,
  debtIncurred,
  debtPaid,
  forgiveDebt,
  getLedger,
  getStatement,
  holdCaptured,
  holdCreated,
  holdReleased,
  listAdjustments,
  walletErrors,
} from './contract.ts';
import { collections, queries } from './data.ts';

/** All ledgers are replayed from their beginning once in this time, a part of them each day. */
const REPLAY_MS = 30 * DAY_MS;

export const wallet = defineDomain({
  name: 'wallet',
  callables: { adjustBalance, forgiveDebt, listAdjustments, getStatement, getLedger },
  errors: [walletErrors],
  config: [walletConfig],
  schedules: [
    {
      name: 'verifyLedgerDaily',
      schedule: 'every day 03:15',
      load: async () => {
        const { verifyLedger } = await import('./verifyLedger.ts');
        return (nowMs) => verifyLedger({ nowMs, restMs: REPLAY_MS });
      },
    },
    {
      name: 'verifyMoved',
      schedule: 'every 5 minutes',
      load: async () => {
        const { verifyMoved } = await import('./verifyMoved.ts');
        return (nowMs) => verifyMoved({ nowMs });
      },
    },
    {
      name: 'expireHolds',
      schedule: 'every 5 minutes',
      load: async () => {
        const { expireHolds } = await import('./expireHolds.ts');
        return (nowMs) => expireHolds(nowMs);
      },
    },
  ],
  postings: [adjusted, debtIncurred, debtPaid, debtForgiven, holdCreated, holdCaptured, holdReleased],
  collections,
  queries,
  peopleIn: ['actor', 'approvedBy', 'requestedBy'],
  functions: () => import('./functions.ts'),
  staff: () => import('./staff.ts'),
  account: async () => (await import('./account.ts')).account,
});
