import { consumerFunction } from '../platform/messaging/consumer.ts';
import * as notify from './notify.ts';

export const notifyWithdrawal = consumerFunction(notify.notifyWithdrawal);

export const notifyReferrer = consumerFunction(notify.notifyReferrer);
