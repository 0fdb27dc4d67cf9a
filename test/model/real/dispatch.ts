import { callables } from '../../../functions/src/contract.ts';
import { bindDevice } from '../../../functions/src/devices/bindDevice.ts';
import { defaultEconomyConfig } from '../../../functions/src/economy/contract.ts';
import { batchEvents } from '../../../functions/src/events/batchEvents.ts';
import { Refused } from '../../../functions/src/kernel/decision.ts';
import { platformErrors } from '../../../functions/src/platform/catalogue.ts';
import { keyedRequest, once } from '../../../functions/src/platform/idempotency.ts';
import { createUser } from '../../../functions/src/users/createUser.ts';
import { adjustBalance } from '../../../functions/src/wallet/adjustBalance.ts';
import { callFunction } from '../../support/callable.ts';
import type { Operation, Request } from '../core/operation.ts';

/** Ways to the real system: its use cases in this process, at any instant, or its public callables, at theirs. */
export type Dispatch = (request: Request, operation: Operation) => Promise<unknown>;

const keyed: Readonly<Record<string, (...input: any[]) => Promise<unknown>>> = {
  createUser,
  bindDevice,
  adjustBalance,
};

/** In this process the defaults hold, whatever the suite's other guests have configured. */
export const IN_PROCESS_VERSION = 0;

export const inProcess: Dispatch = async ({ name, uid, data }, { id, atMs, skewMs, params }) => {
  const contract: any = Reflect.get(callables, name);
  const parsed = contract.input.safeParse(data);
  if (!parsed.success) throw new Refused(platformErrors['invalid-input']);
  const nowMs = atMs + skewMs;
  const economy = { version: IN_PROCESS_VERSION, config: defaultEconomyConfig };
  const caller = { uid, role: undefined, permissions: [], signedInAtMs: nowMs };
  const call = { uid, caller, nowMs, correlationId: `operation-${id}`, address: params.address, economy };
  const useCase = keyed[name];
  if (useCase === undefined) return batchEvents(call, parsed.data);
  const { idempotencyKey, ...input } = parsed.data;
  const request = keyedRequest(uid, name, idempotencyKey, input);
  const { response, replayed } = await once(request, nowMs, (tx) => useCase(tx, call, parsed.data, request.scope));
  return { ...Object(response), replayed };
};

/** What an HTTP client sees; refusals are thrown with their code. */
export function overTheNetwork(idTokens: ReadonlyMap<string, string>): Dispatch {
  return async ({ name, uid, data }, { params }) => {
    const headers = { 'x-forwarded-for': params.address };
    const { result, error } = await callFunction(name, data, { idToken: idTokens.get(uid), headers });
    if (error === undefined) return result;
    throw Object.assign(new Error(error.message), { details: error.details });
  };
}
