import type { CallableRequest } from 'firebase-functions/https';
import type { CallableContract } from '../../kernel/contract.ts';
import { type Decision, decided, refuse } from '../../kernel/decision.ts';
import { SECOND_MS } from '../../kernel/time.ts';
import type { Economy } from '../configuration/economy.ts';
import { keyedHash } from '../crypto/keyedHash.ts';
import { rateErrors } from '../transport/catalogue.ts';
import { rateLimitsConfig } from './config.ts';
import { admit, type RateVerdict } from './rateLimit.ts';

interface Gate {
  readonly contract: CallableContract;
  readonly uid: string;
  readonly address: string;
}

export interface Passage {
  readonly decision: Decision<true>;
  /** For a call that turned out to cost no place. */
  readonly giveBack: () => Promise<void>;
}

const FREE: Passage = { decision: decided(true), giveBack: async () => undefined };

/** Counts a call under its function's limits, and admits or refuses it; costs no Firestore operation. */
export async function askRateGate(
  request: CallableRequest<unknown>,
  economy: Economy,
  gate: Gate,
  nowMs: number,
): Promise<Passage> {
  const { name, limits: declared } = gate.contract;
  const { functions, default: common } = economy.of(rateLimitsConfig);
  const limits = functions[name] ?? declared ?? common;
  // Redis holds the windows, and no address is kept anywhere as it is.
  const rules = [
    { key: `${name}:uid:${gate.uid}`, limit: limits.perUid },
    { key: `${name}:ip:${keyedHash(gate.address)}`, limit: limits.perIp },
  ].flatMap(({ key, limit }) => (limit === null ? [] : [{ key, limit }]));
  if (rules.length === 0) return FREE;
  const { verdict, giveBack } = await admit(rules, nowMs);
  setHeaders(request, verdict);
  if (verdict.admitted) return { decision: decided(true), giveBack };
  return { ...FREE, decision: refuse(rateErrors.limited, { retryAfterSeconds: verdict.retryAfterSeconds }) };
}

function setHeaders(request: CallableRequest<unknown>, verdict: RateVerdict): void {
  const response = request.rawRequest?.res;
  if (response === undefined || response.headersSent) return;
  response.setHeader('X-RateLimit-Limit', verdict.limit);
  response.setHeader('X-RateLimit-Remaining', verdict.remaining);
  response.setHeader('X-RateLimit-Reset', Math.ceil(verdict.resetAtMs / SECOND_MS));
  if (!verdict.admitted) response.setHeader('Retry-After', verdict.retryAfterSeconds);
}
