import { consumerFunction } from '../platform/messaging/consumer.ts';
import * as record from './recordMoney.ts';

export const auditWithdrawal = consumerFunction(record.auditWithdrawal);

export const auditReferral = consumerFunction(record.auditReferral);
