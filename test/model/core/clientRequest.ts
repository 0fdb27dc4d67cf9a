import type { Deployment } from './deployment.ts';
import type { Operation } from './operation.ts';

/** What a caller writes into `x-forwarded-for`, and what the deployment's own proxies add behind the real address. */
const CLAIMED_ADDRESS = '203.0.113.7';
const PROXIES = ['192.0.2.1', '192.0.2.2'];

/** A callable's request as the SDK hands it over: sign-in, attestation, and the way that it came. */
export function clientRequest(
  { ownProxies }: Deployment,
  { id, params }: Operation,
  { uid, data, claims }: { readonly uid: string; readonly data: unknown; readonly claims: object | undefined },
) {
  const headers: Record<string, string> = {
    'x-forwarded-for': [CLAIMED_ADDRESS, params.address, ...PROXIES.slice(0, ownProxies)].join(', '),
    'x-correlation-id': `operation-${id}`,
  };
  const rawRequest = { headers, get: (header: string) => headers[header] };
  const secondFactor = params.lacks === 'secondFactor' ? {} : { firebase: { sign_in_second_factor: 'totp' } };
  const token = { ...claims, auth_time: params.signedInAtMs / 1_000, ...secondFactor };
  const app = params.lacks === 'attestation' ? {} : { app: { appId: 'model' } };
  return { data, ...app, auth: { uid, token }, rawRequest, acceptsStreaming: false };
}
