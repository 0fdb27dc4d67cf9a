import { callables } from '../../functions/src/contract.ts';
import type { CallableContract } from '../../functions/src/kernel/contract.ts';
import { functionsUrl } from './environment.ts';

/** Calls a function over the callable protocol, byte for byte as a client would, and keeps all that it answers. */
export interface Answer {
  readonly httpStatus: number;
  readonly headers: Headers;
  readonly result: Record<string, any>;
  readonly error: { status: string; message: string; details: Record<string, any> } | undefined;
}

const known: Readonly<Record<string, CallableContract>> = callables;

/** Where a callable is: staff's are behind one function. */
export function pathOf(name: string): string {
  const access = Object.hasOwn(known, name) ? known[name]?.access.kind : 'player';
  return access === 'player' ? name : `staff/${name}`;
}

export interface CallOptions {
  readonly idToken?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  /** Where the functions are, if not in the suite. */
  readonly url?: string;
}

export async function callFunction(name: string, data: unknown, options: CallOptions = {}): Promise<Answer> {
  return callRaw(name, JSON.stringify({ data }), options);
}

/** As {@link callFunction}, with a body that need not be valid JSON. */
export async function callRaw(name: string, body: string, options: CallOptions = {}): Promise<Answer> {
  const authorization: Record<string, string> =
    options.idToken === undefined ? {} : { authorization: `Bearer ${options.idToken}` };
  const headers = { 'content-type': 'application/json', ...authorization, ...options.headers };
  const response = await fetch(`${options.url ?? functionsUrl}/${pathOf(name)}`, { method: 'POST', headers, body });
  const text = await response.text();
  const parsed = text.startsWith('{') ? JSON.parse(text) : {};
  return { httpStatus: response.status, headers: response.headers, result: parsed.result ?? {}, error: parsed.error };
}
