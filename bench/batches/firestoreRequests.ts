import type { Firestore } from '../sdk.ts';

/**
 * Stands between the Firestore SDK and its transport, to count what is really sent, whatever the code above believes,
 * and to die at a chosen request. The two methods are the SDK's own, and every RPC passes through one of them.
 */
export type Interceptor = (method: string, request: unknown, send: () => Promise<unknown>) => Promise<unknown>;

type Method = (...args: unknown[]) => Promise<unknown>;

/** Sends every request of `database` through `interceptor` until the returned function is called. */
export function intercept(database: Firestore, interceptor: Interceptor): () => void {
  // `request(method, message, …)` for single answers, `requestStream(method, isBidirectional, message, …)` for streams.
  const undo = [redirect(database, 'request', 1, interceptor), redirect(database, 'requestStream', 2, interceptor)];
  return () => {
    for (const one of undo) one();
  };
}

function redirect(database: Firestore, name: string, messageAt: number, interceptor: Interceptor): () => void {
  const original: unknown = Reflect.get(database, name);
  if (!isMethod(original)) throw new Error(`this Firestore SDK has no ${name}()`);
  const redirected: Method = (...args) =>
    interceptor(String(args[0]), args[messageAt], () => original.apply(database, args));
  Reflect.set(database, name, redirected);
  return () => Reflect.deleteProperty(database, name);
}

function isMethod(value: unknown): value is Method {
  return typeof value === 'function';
}

export interface Documents {
  readonly read: number;
  readonly written: number;
}

/** Documents that `work` asks for and changes, missing ones and repeated attempts included, as Firestore bills them. */
export async function countDocuments(database: Firestore, work: () => Promise<unknown>): Promise<Documents> {
  let read = 0;
  let written = 0;
  const stop = intercept(database, (method, request, send) => {
    if (method === 'batchGetDocuments') read += lengthOf(request, 'documents');
    else if (method === 'commit') written += lengthOf(request, 'writes');
    else if (method !== 'rollback') throw new Error(`do not know how many documents ${method} costs`);
    return send();
  });
  try {
    await work();
  } finally {
    stop();
  }
  return { read, written };
}

function lengthOf(request: unknown, field: string): number {
  const list: unknown = typeof request === 'object' && request !== null ? Reflect.get(request, field) : undefined;
  return Array.isArray(list) ? list.length : 0;
}
