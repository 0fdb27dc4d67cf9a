import { consumerFunction } from '../platform/consumer.ts';
import * as auditMoney from './auditMoney.ts';

export const auditWithdrawal = consumerFunction(auditMoney.auditWithdrawal);

export const auditReferral = consumerFunction(auditMoney.auditReferral);
