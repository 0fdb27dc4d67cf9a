import '../../../functions/src/furnished.ts';
import { callables, defaultEconomyConfig } from '../../../functions/src/contract.ts';
import { bindDevice } from '../../../functions/src/devices/bindDevice.ts';
import { batchEvents } from '../../../functions/src/events/batchEvents.ts';
import { reviewFraud } from '../../../functions/src/fraud/reviewFraud.ts';
import { Refused } from '../../../functions/src/kernel/decision.ts';
import { Economy } from '../../../functions/src/platform/configuration/economy.ts';
import { keyedRequest, once } from '../../../functions/src/platform/storage/idempotency.ts';
import { platformErrors } from '../../../functions/src/platform/transport/catalogue.ts';
import { recordRefusal } from '../../../functions/src/platform/transport/refusal.ts';
import { claimReferral } from '../../../functions/src/referrals/claimReferral.ts';
import { createUser } from '../../../functions/src/users/createUser.ts';
import { deleteAccount } from '../../../functions/src/users/deleteAccount.ts';
import { exportMyData } from '../../../functions/src/users/exportMyData.ts';
import { finishDeletion } from '../../../functions/src/users/finishDeletion.ts';
import { signOutEverywhere } from '../../../functions/src/users/signOutEverywhere.ts';
import { adjustBalance } from '../../../functions/src/wallet/adjustBalance.ts';
import { forgiveDebt } from '../../../functions/src/wallet/forgiveDebt.ts';
import { cancelWithdrawal } from '../../../functions/src/withdrawals/cancelWithdrawal.ts';
import { completeWithdrawal } from '../../../functions/src/withdrawals/completeWithdrawal.ts';
import { requestWithdrawal } from '../../../functions/src/withdrawals/requestWithdrawal.ts';
import { revealPaymentDetails } from '../../../functions/src/withdrawals/revealPaymentDetails.ts';
import { reviewWithdrawal } from '../../../functions/src/withdrawals/reviewWithdrawal.ts';
import { callFunction } from '../../support/callable.ts';
import type { Operation, Request } from '../core/operation.ts';

/** Ways to the real system: its use cases in this process, at any instant, or its public callables, at theirs. */
export type Dispatch = (request: Request, operation: Operation) => Promise<unknown>;

type UseCase = (...input: any[]) => Promise<unknown>;

const keyed: Readonly<Record<string, UseCase>> = {
  adjustBalance,
  bindDevice,
  cancelWithdrawal,
  claimReferral,
  completeWithdrawal,
  createUser,
  deleteAccount,
  forgiveDebt,
  requestWithdrawal,
  reviewFraud,
  reviewWithdrawal,
  signOutEverywhere,
};

const open: Readonly<Record<string, UseCase>> = { batchEvents, exportMyData, revealPaymentDetails };

/**
 * The use cases in this process, at the defaults, whatever the suite's other guests have configured; under the suite's
 * own version, which its consumers put on what they post for the same people.
 */
export const inProcess =
  (version: number): Dispatch =>
  async ({ name, uid, data }, operation) => {
    const { id, atMs, skewMs, params } = operation;
    const contract: any = Reflect.get(callables, name);
    const parsed = contract.input.safeParse(data);
    if (!parsed.success) throw new Refused(platformErrors['invalid-input']);
    const nowMs = atMs + skewMs;
    const economy = new Economy(version, defaultEconomyConfig);
    const caller = { uid, role: undefined, permissions: [], signedInAtMs: params.signedInAtMs };
    const call = { uid, caller, nowMs, correlationId: `operation-${id}`, address: params.address, economy };
    const useCase = keyed[name];
    if (useCase === undefined) return comparable(name, await open[name]?.(call, parsed.data));
    const { idempotencyKey, ...input } = parsed.data;
    const { idempotencyKey: _key, ...sent } = data;
    const request = keyedRequest(uid, name, idempotencyKey, { sent, filled: input }, contract.recordedIn);
    try {
      const { response, replayed } = await once(request, nowMs, (tx) => useCase(tx, call, parsed.data, request.scope));
      // Cut off right after its commit, a deletion waits for whoever resumes it.
      const isCutOff = operation.faults.killAtTurn !== undefined;
      if (name === 'deleteAccount' && !isCutOff) await finishDeletion(request.scope, nowMs);
      return { ...Object(response), replayed };
    } catch (error) {
      await recordRefusal(error);
      throw error;
    }
  };

/** Of what Auth knows of somebody, the model knows who it is. */
function comparable(name: string, answer: any): unknown {
  if (name !== 'exportMyData' || !answer?.auth) return answer;
  return { ...answer, auth: { uid: answer.auth.uid } };
}

/** What is answered in the end where an answer was lost on the way: it happened, and nobody heard what it was at first. */
export const UNHEARD = Symbol('unheard');
const MOST_ATTEMPTS = 4;

/** What an HTTP client sees; a busy suite may answer nothing that a callable would, and is asked again then; refusals are thrown with their code. */
export function overTheNetwork(idTokens: ReadonlyMap<string, string>): Dispatch {
  return async ({ name, uid, data }, { id, params }) => {
    const headers = { 'x-forwarded-for': params.address, 'x-correlation-id': `operation-${id}` };
    for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt += 1) {
      const { httpStatus, result, error } = await callFunction(name, data, { idToken: idTokens.get(uid), headers });
      if (error !== undefined) throw Object.assign(new Error(error.message), { details: error.details });
      if (httpStatus === 200) return attempt === 1 ? comparable(name, result) : UNHEARD;
    }
    throw new Error(`${name} was never answered`);
  };
}
