import { undeliveredFunction } from '../platform/messaging/topics.ts';
import { keepUndelivered as keep } from './keepUndelivered.ts';

export const keepUndelivered = undeliveredFunction('keepUndelivered', keep);
