import { webhook } from '../platform/transport/webhook.ts';
import { health as useCase } from './health.ts';

/** Whoever asks as often as they like gets a cached answer of these two, and never a third instance. */
export const health = webhook(
  'health',
  async (request, nowMs) => {
    const body = await useCase(request.get('authorization'), nowMs);
    return { status: body.status === 'down' ? 503 : 200, body };
  },
  { maxInstances: 2 },
);
