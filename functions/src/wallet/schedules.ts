import { schedule } from '../platform/transport/schedule.ts';
import { expireHolds as expire } from './expireHolds.ts';
import { verifyLedger } from './verifyLedger.ts';

export const verifyLedgerDaily = schedule({ name: 'verifyLedgerDaily', schedule: 'every day 03:15' }, (nowMs) =>
  verifyLedger({ nowMs }),
);

export const expireHolds = schedule({ name: 'expireHolds', schedule: 'every 5 minutes' }, (nowMs) => expire(nowMs));
