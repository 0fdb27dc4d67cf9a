import { callable } from '../platform/transport/callable.ts';
import { webhook } from '../platform/transport/webhook.ts';
import { adReward as creditAd } from './adReward.ts';
import { batchEvents as useCase } from './batchEvents.ts';
import { batchEvents as contract } from './contract.ts';

export const batchEvents = callable(contract, useCase, { secrets: ['PLAYER_KEYS'] });

export const adReward = webhook(
  'adReward',
  async (request, nowMs) => {
    const rawQuery = request.originalUrl.slice(request.originalUrl.indexOf('?') + 1);
    return { status: 200, body: await creditAd(rawQuery, nowMs) };
  },
  { secrets: ['PLAYER_KEYS'] },
);
