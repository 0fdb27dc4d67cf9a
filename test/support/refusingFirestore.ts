import { once } from 'node:events';
import {
  type ClientHttp2Session,
  connect,
  constants,
  createServer,
  type Http2Server,
  type IncomingHttpHeaders,
  type ServerHttp2Stream,
} from 'node:http2';
import type { AddressInfo } from 'node:net';
import { firestoreHost } from './environment.ts';
import { firestoreType } from './firestoreProtocol.ts';

/**
 * A Firestore that takes no `verify` writes: it stands before the emulator, passes everything on, and answers a commit that
 * has one with the gRPC code that it was given, as a service might that knows them for mobile clients only.
 */
const HEAD_BYTES = 5;
const COMMIT = '/google.firestore.v1.Firestore/Commit';
const { HTTP2_HEADER_PATH, HTTP2_HEADER_STATUS, HTTP2_HEADER_CONTENT_TYPE } = constants;

export class RefusingFirestore {
  readonly host: string;
  /** How many commits it has refused. */
  refused = 0;
  readonly #server: Http2Server;
  readonly #behind: ClientHttp2Session;

  private constructor(server: Http2Server, behind: ClientHttp2Session) {
    this.#server = server;
    this.#behind = behind;
    this.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  static async start(code: number): Promise<RefusingFirestore> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const behind = connect(`http://${firestoreHost}`);
    const own = new RefusingFirestore(server, behind);
    server.on('stream', (stream, headers) => void own.#answer(stream, headers, code));
    return own;
  }

  async close(): Promise<void> {
    this.#behind.destroy();
    this.#server.close();
  }

  async #answer(stream: ServerHttp2Stream, headers: IncomingHttpHeaders, code: number): Promise<void> {
    stream.on('error', () => undefined);
    if (headers[HTTP2_HEADER_PATH] !== COMMIT) return this.#passOn(stream, headers);
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    if (!verifies(body)) return this.#passOn(stream, headers, body);
    this.refused += 1;
    const status = { [HTTP2_HEADER_STATUS]: 200, [HTTP2_HEADER_CONTENT_TYPE]: 'application/grpc+proto' };
    stream.respond({ ...status, 'grpc-status': String(code), 'grpc-message': 'no such write' }, { endStream: true });
  }

  /** `body` where it has been read already. */
  #passOn(stream: ServerHttp2Stream, headers: IncomingHttpHeaders, body?: Buffer): void {
    const onward = this.#behind.request(headers, { endStream: false });
    onward.on('error', () => stream.destroy());
    onward.on('response', (answered) => {
      const { 'grpc-status': status } = answered;
      // An error without a message comes as headers alone.
      if (status !== undefined) return stream.respond(answered, { endStream: true });
      stream.respond(answered, { waitForTrailers: true });
      onward.on('trailers', (trailers) => stream.once('wantTrailers', () => stream.sendTrailers(trailers)));
      onward.on('data', (chunk) => stream.write(chunk));
      onward.on('end', () => stream.end());
    });
    stream.on('close', () => onward.close());
    if (body === undefined) stream.pipe(onward);
    else onward.end(body);
  }
}

function verifies(body: Buffer): boolean {
  const request: { writes?: { verify?: string | null }[] } =
    firestoreType('CommitRequest')?.decode(body.subarray(HEAD_BYTES)) ?? {};
  return request.writes?.some(({ verify }) => Boolean(verify)) === true;
}
