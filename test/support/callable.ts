import { bodySigner } from '../../client/src/staffSigning.ts';
import { callables } from '../../functions/src/contract.ts';
import type { CallableContract } from '../../functions/src/kernel/contract.ts';
import { readKeyRing } from '../../functions/src/kernel/staffSignature.ts';
import { calledUrl } from './calledServer.ts';
import { waitingFor } from './waiting.ts';

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
  /** Where the functions are, if not where {@link calledUrl} has them. */
  readonly url?: string;
  /** What signs a staff request; unless told, a key of the environment, where that has one. */
  readonly sign?: Sign;
}

/** Answers what the URL of a request carries after its question mark. */
export type Sign = (name: string, body: string) => Promise<string>;

/** Signs with the first key of the ring; undefined where it has none. */
export function signWith(ring: string): Sign | undefined {
  return readKeyRing(ring).length === 0 ? undefined : bodySigner(ring);
}

export async function callFunction(name: string, data: unknown, options: CallOptions = {}): Promise<Answer> {
  return callRaw(name, JSON.stringify({ data }), options);
}

/** As {@link callFunction}, with a body that need not be valid JSON. */
export async function callRaw(name: string, body: string, options: CallOptions = {}): Promise<Answer> {
  const authorization: Record<string, string> =
    options.idToken === undefined ? {} : { authorization: `Bearer ${options.idToken}` };
  const headers = { 'content-type': 'application/json', ...authorization, ...options.headers };
  const path = pathOf(name);
  const sign = options.sign ?? signWith(process.env.STAFF_SIGNING_KEYS ?? '');
  const query = path === name || sign === undefined ? '' : `?${await sign(name, body)}`;
  const url = `${options.url ?? (await calledUrl())}/${path}${query}`;
  const cause = options.url === undefined ? "calls of the suite's functions" : 'calls of functions elsewhere';
  const response = await waitingFor(cause, () => fetch(url, { method: 'POST', headers, body }));
  const text = await response.text();
  const parsed = text.startsWith('{') ? JSON.parse(text) : {};
  return { httpStatus: response.status, headers: response.headers, result: parsed.result ?? {}, error: parsed.error };
}
