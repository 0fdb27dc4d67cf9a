import { callable } from '../platform/transport/callable.ts';
import { schedule } from '../platform/transport/schedule.ts';
import { webhook } from '../platform/transport/webhook.ts';
import { adReward as creditAd } from './adReward.ts';
import { batchEvents as useCase } from './batchEvents.ts';
import { batchEvents as contract } from './contract.ts';
import { resetDaily } from './resetDaily.ts';
import { sweepOutbox as sweep } from './sweepOutbox.ts';

export const batchEvents = callable(contract, useCase);

export const adReward = webhook('adReward', async (request, nowMs) => {
  const rawQuery = request.originalUrl.slice(request.originalUrl.indexOf('?') + 1);
  return { status: 200, body: await creditAd(rawQuery, nowMs) };
});

export const sweepOutbox = schedule({ name: 'sweepOutbox', schedule: 'every 2 minutes' }, sweep);

export const dailyReset = schedule({ name: 'dailyReset', schedule: 'every day 00:05' }, resetDaily);
