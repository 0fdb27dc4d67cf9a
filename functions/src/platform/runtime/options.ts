import type { FunctionRuntime } from '../../kernel/contract.ts';
import { ingressSettings } from './ingress.ts';
import { CONCURRENCY, MIN_INSTANCES, REGION, SECRETS, type SecretName } from './params.ts';
import { originsSetting } from './settings.ts';

/** Options of every HTTPS function; timeouts are the function's latency budget, not the platform's maximum. */
export const COMMON_OPTIONS = {
  region: REGION,
  concurrency: CONCURRENCY,
  memory: '512MiB',
  timeoutSeconds: 60,
  ...ingressSettings(),
} as const;

/** As {@link COMMON_OPTIONS}, but for what a contract asks for; only what is worth it keeps instances that never sleep. */
export function optionsOf({ keepWarm = false, memory, timeoutSeconds }: FunctionRuntime = {}) {
  return {
    ...COMMON_OPTIONS,
    ...(keepWarm ? { minInstances: MIN_INSTANCES } : {}),
    ...(memory === undefined ? {} : { memory }),
    ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
  };
}

/** The bindings of these secrets, for a function's options. */
export function secretsOf(...names: readonly SecretName[]) {
  return names.map((name) => SECRETS[name]);
}

/** Read at load on purpose: the platform wants CORS origins then, and discovery ignores them. */
export function allowedOrigins(): true | string[] {
  const text = originsSetting();
  return text === '*' ? true : text.split(',').map((origin) => origin.trim());
}

/** Responses are checked against their contract everywhere but in production, where the check would cost each call. */
export function isDeployed(): boolean {
  return process.env.K_SERVICE !== undefined && process.env.FUNCTIONS_EMULATOR !== 'true';
}
