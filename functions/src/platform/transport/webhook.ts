import { type HttpsFunction, onRequest, type Request } from 'firebase-functions/https';
import type { Facts } from '../../kernel/decision.ts';
import type { ErrorEntry } from '../../kernel/errors.ts';
import { startTrace, withTrace } from '../runtime/context.ts';
import { log } from '../runtime/log.ts';
import { COMMON_OPTIONS, secretsOf } from '../runtime/options.ts';
import type { SecretName } from '../runtime/params.ts';
import { platformErrors } from './catalogue.ts';
import { refusalOf } from './refusal.ts';

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

const HTTP_STATUS = {
  'invalid-argument': 400,
  'failed-precondition': 403,
  'permission-denied': 403,
  unauthenticated: 401,
  'not-found': 404,
  'already-exists': 409,
  aborted: 409,
  'resource-exhausted': 429,
  internal: 500,
} as const;

/** Answers a refusal by the protocol of callables, for what answers in their place. */
export function answerRefusal(response: Parameters<HttpsFunction>[1], entry: ErrorEntry, facts: Facts): void {
  const { code, status, message } = entry;
  const error = { status: status.toUpperCase().replaceAll('-', '_'), message, details: { code, ...facts } };
  response.status(HTTP_STATUS[status]).json({ error });
}

interface WebhookRuntime {
  readonly maxInstances?: number;
  readonly secrets?: readonly SecretName[];
}

/** An endpoint for other servers: answers JSON, maps refusals to HTTP statuses and logs one line. */
export function webhook(
  name: string,
  handle: (request: Request, nowMs: number) => Promise<Answer>,
  { secrets = [], ...bounds }: WebhookRuntime = {},
): HttpsFunction {
  return onRequest({ ...COMMON_OPTIONS, ...bounds, secrets: secretsOf(...secrets) }, (request, response) =>
    withTrace(startTrace(name, request.get('x-correlation-id')), async () => {
      const startedMs = performance.now();
      const { status, body, outcome } = await settled(() => handle(request, Date.now()));
      log('INFO', 'webhook', { durationMs: Math.round(performance.now() - startedMs), outcome });
      response.status(status).json(body);
    }),
  );
}

/** Servers send again what is answered 5xx: a feature that is off for a while loses nothing that way. */
function statusOf({ code, status }: ErrorEntry): number {
  return code === platformErrors['feature-off'].code ? 503 : HTTP_STATUS[status];
}

async function settled(work: () => Promise<Answer>): Promise<Answer & { readonly outcome: string }> {
  try {
    return { ...(await work()), outcome: 'ok' };
  } catch (error) {
    const { entry } = refusalOf(error);
    return { status: statusOf(entry), body: { code: entry.code }, outcome: entry.code };
  }
}
