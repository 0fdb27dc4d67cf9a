import { firestoreType, gaxRequire } from './firestoreProtocol.ts';

/**
 * Counts Firestore operations from the bytes that the SDK sends and receives, not from what our code believes: it listens
 * at gRPC's channel, below the SDK, and decodes each message by the service's own protocol.
 */
export interface Traffic {
  /** Documents asked for by path, found or not; each is billed as a read. */
  readonly read: string[];
  /** Documents that queries answered with. */
  readonly queried: string[];
  /** Documents written or deleted, of every attempt to commit. */
  readonly written: string[];
  /** Documents that commits were held to and did not change, of every attempt. */
  readonly verified: string[];
  /** How often each method was called: `Commit`, `BatchGetDocuments`, … */
  readonly calls: Record<string, number>;
}

type Message = { documents?: string[]; writes?: Write[]; document?: { name: string } | null };
type Write = {
  update?: { name: string } | null;
  delete?: string | null;
  transform?: { document: string } | null;
  verify?: string | null;
};
type Listener = { onReceiveMessage(message: Uint8Array): void };
type GrpcCall = {
  start(metadata: unknown, listener: Listener): void;
  sendMessageWithContext(context: unknown, message: Uint8Array): void;
};
type Channel = { prototype: { createCall(method: string, ...rest: unknown[]): GrpcCall } };

export interface Observer {
  sent?(method: string, message: Uint8Array): void;
  received?(method: string, message: Uint8Array): void;
}

const observers = new Set<Observer>();
let listening = false;

/** Calls back for each message between this process and Firestore, until the answered function is called. */
export function observeFirestore(observer: Observer): () => void {
  listen();
  observers.add(observer);
  return () => observers.delete(observer);
}

/** Runs `work` and answers what it sent to Firestore, all of it, retried attempts included. */
export async function countTraffic<T>(work: () => Promise<T>): Promise<{ result: T; traffic: Traffic }> {
  const traffic: Traffic = { read: [], queried: [], written: [], verified: [], calls: {} };
  const stop = observeFirestore({
    sent: (method, bytes) => countSent(traffic, method, bytes),
    received: (method, bytes) => countReceived(traffic, method, bytes),
  });
  try {
    return { result: await work(), traffic };
  } finally {
    stop();
  }
}

function countSent(traffic: Traffic, method: string, bytes: Uint8Array): void {
  traffic.calls[method] = (traffic.calls[method] ?? 0) + 1;
  const request: Message | undefined = firestoreType(`${method}Request`)?.decode(bytes);
  for (const name of request?.documents ?? []) traffic.read.push(pathOf(name));
  for (const write of request?.writes ?? []) {
    const counted = write.verify ? traffic.verified : traffic.written;
    counted.push(pathOf(nameOf(write)));
  }
}

function countReceived(traffic: Traffic, method: string, bytes: Uint8Array): void {
  if (method !== 'RunQuery') return;
  const response: Message | undefined = firestoreType('RunQueryResponse')?.decode(bytes);
  const name = response?.document?.name;
  if (name !== undefined) traffic.queried.push(pathOf(name));
}

function nameOf(write: Write): string {
  const named = [write.update?.name, write.transform?.document, write.delete, write.verify];
  return named.find(Boolean) ?? '';
}

function pathOf(name: string): string {
  return name.split('/documents/')[1] ?? name;
}

/** The channel of the very copy of gRPC that the SDK uses. */
function channelOfSdk(): Channel {
  return gaxRequire('@grpc/grpc-js').Channel;
}

function listen(): void {
  if (listening) return;
  listening = true;
  const { prototype } = channelOfSdk();
  const createCall = prototype.createCall;
  prototype.createCall = function observed(method, ...rest) {
    const call = createCall.call(this, method, ...rest);
    const [, service = '', name = ''] = method.split('/');
    return service === 'google.firestore.v1.Firestore' ? observedCall(call, name) : call;
  };
}

function observedCall(call: GrpcCall, method: string): GrpcCall {
  const { start, sendMessageWithContext } = call;
  call.sendMessageWithContext = (context, message) => {
    for (const observer of observers) observer.sent?.(method, message);
    sendMessageWithContext.call(call, context, message);
  };
  call.start = (metadata, listener) => {
    const { onReceiveMessage } = listener;
    listener.onReceiveMessage = (message) => {
      for (const observer of observers) observer.received?.(method, message);
      onReceiveMessage.call(listener, message);
    };
    start.call(call, metadata, listener);
  };
  return call;
}
