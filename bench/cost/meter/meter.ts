import { subscribe } from 'node:diagnostics_channel';
import { appendFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import type { ClientHttp2Session, ClientHttp2Stream } from 'node:http2';
import http2 from 'node:http2';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { FrameReader } from './frames.ts';
import type { CallRecord, MessageRecord } from './record.ts';

/**
 * Meters a process from below everything that runs in it: gRPC at Node's HTTP/2, whichever SDK speaks it, served calls at
 * Node's HTTP server, and the log at the standard output. Nothing that is metered knows of it or could leave it out.
 */
const METERED = /^\/(google\.(?:firestore|pubsub)\.v1\.[^/]+\/[^/]+)$/;

export function startMeter(folder: string, who: string): void {
  const file = join(folder, `${process.pid}.ndjson`);
  const write = (record: Omit<MessageRecord, 'who'> | Omit<CallRecord, 'who'>) =>
    appendFileSync(file, `${JSON.stringify({ ...record, who })}\n`);
  meterStreams((method, stream, direction, bytes) => {
    const at = Date.now();
    const record = { at, method, stream: `${process.pid}-${stream}`, direction, bytes: bytes.toString('base64') };
    write({ kind: 'message', ...record });
  });
  const logged = meterLog();
  meterCalls((call) => write({ kind: 'call', at: Date.now(), ...call, logBytes: logged() }));
}

type OnMessage = (method: string, stream: number, direction: MessageRecord['direction'], bytes: Buffer) => void;

function meterStreams(onMessage: OnMessage): void {
  const { connect } = http2;
  let streams = 0;
  const metered = (...args: Parameters<typeof connect>): ClientHttp2Session => {
    const session = connect(...args);
    const { request } = session;
    const meteredRequest: typeof request = (headers, options) => {
      const stream = request.call(session, headers, options);
      const path = headers !== undefined && ':path' in headers ? String(headers[':path']) : '';
      const method = METERED.exec(path)?.[1];
      streams += 1;
      if (method !== undefined) meterStream(stream, method, streams, onMessage);
      return stream;
    };
    return Object.assign(session, { request: meteredRequest });
  };
  Object.assign(http2, { connect: metered });
  syncBuiltinESMExports();
}

function meterStream(stream: ClientHttp2Stream, method: string, id: number, onMessage: OnMessage): void {
  const [outgoing, incoming] = [new FrameReader(), new FrameReader()];
  const write = stream.write.bind(stream);
  const emit = stream.emit.bind(stream);
  Object.assign(stream, {
    write(chunk: Uint8Array, ...rest: []) {
      for (const message of outgoing.push(chunk)) onMessage(method, id, 'sent', message);
      return write(chunk, ...rest);
    },
    // Listening for data would set the stream flowing before its owner wants it to.
    emit(event: string, ...values: unknown[]) {
      const [chunk] = values;
      if (event === 'data' && chunk instanceof Uint8Array) {
        for (const message of incoming.push(chunk)) onMessage(method, id, 'received', message);
      }
      return emit(event, ...values);
    },
  });
}

/** Answers how many bytes went to the standard output since it was asked last. */
function meterLog(): () => number {
  let bytes = 0;
  const write = process.stdout.write.bind(process.stdout);
  Object.assign(process.stdout, {
    write(chunk: Uint8Array | string, ...rest: []) {
      bytes += Buffer.byteLength(chunk);
      return write(chunk, ...rest);
    },
  });
  return () => {
    const since = bytes;
    bytes = 0;
    return since;
  };
}

interface Exchange {
  readonly request: IncomingMessage;
}

type Call = Omit<CallRecord, 'kind' | 'at' | 'who' | 'logBytes'>;

/** An instance of the emulator serves one call at a time, so what the process spends meanwhile is the call's. */
function meterCalls(onCall: (call: Call) => void): void {
  const begun = new WeakMap<IncomingMessage, () => Call>();
  subscribe('http.server.request.start', (exchange) => {
    const { request } = exchangeOf(exchange);
    if (request.url?.startsWith('/__/')) return;
    const { socket } = request;
    const [startMs, cpu, written] = [performance.now(), process.cpuUsage(), socket.bytesWritten];
    begun.set(request, () => {
      const { user, system } = process.cpuUsage(cpu);
      return {
        durationMs: performance.now() - startMs,
        cpuMs: (user + system) / 1_000,
        requestBytes: Number(request.headers['content-length'] ?? 0),
        responseBytes: socket.bytesWritten - written,
      };
    });
  });
  subscribe('http.server.response.finish', (exchange) => {
    const call = begun.get(exchangeOf(exchange).request)?.();
    if (call !== undefined) onCall(call);
  });
}

function exchangeOf(message: unknown): Exchange {
  if (typeof message === 'object' && message !== null && isExchange(message)) return message;
  throw new Error('the HTTP server’s diagnostics have another shape');
}

function isExchange(message: object): message is Exchange {
  return 'request' in message;
}
