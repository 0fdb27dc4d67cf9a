import { webhook } from '../platform/transport/webhook.ts';
import { health as useCase } from './health.ts';

export const health = webhook('health', async (_request, nowMs) => {
  const body = await useCase(nowMs);
  return { status: body.status === 'down' ? 503 : 200, body };
});
