import { type HttpsFunction, onRequest, type Request } from 'firebase-functions/https';
import { domainsWith } from '../manifest/house.ts';
import { allowedOrigins, COMMON_OPTIONS, secretsOf } from '../runtime/options.ts';
import { platformErrors } from './catalogue.ts';
import { answerRefusal } from './webhook.ts';

/**
 * Everything that staff call is behind one function, `…/staff/<name>`, by the protocol of callables: one service that is
 * warm while somebody works at the desk, instead of one cold service for each thing to be done there. Each callable is
 * whole by itself (sign-in, role, limits, audit); the door only finds it.
 */
export function staffDoor(): HttpsFunction {
  const { region, memory, concurrency, timeoutSeconds } = COMMON_OPTIONS;
  const secrets = secretsOf('ADDRESS_HASH_KEY', 'PAYMENT_KEYS');
  const options = { region, memory, concurrency, timeoutSeconds, secrets, cors: allowedOrigins() };
  return onRequest(options, async (request, response) => {
    const serve = await staffCallable(nameIn(request));
    if (serve === undefined) answerRefusal(response, platformErrors['unknown-callable']);
    else await serve(request, response);
  });
}

/** The path below the function's own, however the platform or the emulator hands it over. */
function nameIn(request: Request): string {
  return request.path.split('/').findLast((part) => part !== '') ?? '';
}

type Serve = (request: Request, response: Parameters<HttpsFunction>[1]) => unknown;

/** Loads the callables of the one domain that declares the name. */
export async function staffCallable(name: string): Promise<Serve | undefined> {
  const [declaring] = await domainsWith(`staff ${name}`);
  const served: unknown = Object.entries((await declaring?.staff?.()) ?? {}).find(([key]) => key === name)?.[1];
  return typeof served === 'function' ? (served as Serve) : undefined;
}
