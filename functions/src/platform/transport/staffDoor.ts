import { type HttpsFunction, onRequest, type Request } from 'firebase-functions/https';
import { Refused } from '../../kernel/decision.ts';
import { domainsWith } from '../manifest/house.ts';
import { startTrace, type Trace, withTrace } from '../runtime/context.ts';
import { log } from '../runtime/log.ts';
import { allowedOrigins, COMMON_OPTIONS, secretsOf } from '../runtime/options.ts';
import { platformErrors } from './catalogue.ts';
import { invalidInput } from './parseInput.ts';
import { refusalOf } from './refusal.ts';
import { guardStaffDoor, RefusedAtTheDoor } from './staffGuard.ts';
import { answerRefusal } from './webhook.ts';

/**
 * Everything that staff call is behind one function, `…/staff/<name>`, by the protocol of callables: one service that is
 * warm while somebody works at the desk, instead of one cold service for each thing to be done there. Each callable is
 * whole by itself (sign-in, role, limits, audit); the door only finds it, for those whom its guard lets through. A
 * browser's preflight is answered before the guard is asked: it carries nothing that could be checked, and says nothing
 * but which origins may call.
 */
export function staffDoor(): HttpsFunction {
  const secrets = secretsOf('ADDRESS_HASH_KEY', 'PAYMENT_KEYS', 'PLAYER_KEYS', 'STAFF_SIGNING_KEYS');
  const options = { ...COMMON_OPTIONS, secrets, cors: allowedOrigins() };
  return onRequest(options, async (request, response) => {
    const trace = startTrace(DOOR, request.get('x-correlation-id'));
    const serve = await withTrace(trace, () => admitted(request, response, trace));
    if (serve !== undefined) await serve(request, response);
  });
}

/** What refused requests are logged and counted under: names that strangers make up shall not become names of metrics. */
const DOOR = 'staff';

type Response = Parameters<HttpsFunction>[1];
type Serve = (request: Request, response: Response) => unknown;

/** The callable that serves the request; undefined where it was refused, with an answer and one line in the log. */
async function admitted(request: Request, response: Response, trace: Trace): Promise<Serve | undefined> {
  const startedMs = performance.now();
  try {
    const name = nameIn(request);
    await guardStaffDoor(request, name, Date.now());
    if (request.method !== 'POST') throw invalidInput(['request: callables are called by POST']);
    const serve = await staffCallable(name);
    if (serve === undefined) throw new Refused(platformErrors['unknown-callable']);
    return serve;
  } catch (error) {
    const { entry, facts } = refusalOf(error);
    const noted = error instanceof RefusedAtTheDoor ? error.noted : {};
    const severity = entry === platformErrors['door-misconfigured'] ? 'ERROR' : 'INFO';
    log(severity, 'call', { durationMs: Math.round(performance.now() - startedMs), outcome: entry.code, ...noted });
    response.setHeader('X-Correlation-Id', trace.correlationId);
    answerRefusal(response, entry, { requestId: trace.requestId, ...facts });
    return undefined;
  }
}

/** The path below the function's own, however the platform or the emulator hands it over. */
function nameIn(request: Request): string {
  return request.path.split('/').findLast((part) => part !== '') ?? '';
}

/** Loads the callables of the one domain that declares the name. */
export async function staffCallable(name: string): Promise<Serve | undefined> {
  const [declaring] = await domainsWith(`staff ${name}`);
  const served: unknown = Object.entries((await declaring?.staff?.()) ?? {}).find(([key]) => key === name)?.[1];
  return typeof served === 'function' ? (served as Serve) : undefined;
}
