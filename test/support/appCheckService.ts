import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { projectId } from './environment.ts';

/**
 * What Google's App Check service does for a backend, which no emulator does: it publishes the keys that sign tokens and
 * remembers which tokens were used. Tokens are really signed and really verified, by the SDK that verifies them in
 * production; only the host that it asks is this one, see `appCheckHost.ts`. It is the metadata server as well, from which
 * the SDK gets its own access.
 */
const KEY_ID = 'key-of-this-run';
const HOUR_SECONDS = 3_600;

export class AppCheckService {
  readonly #server: Server;
  readonly #keys = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  readonly #consumed = new Set<string>();

  private constructor() {
    this.#server = createServer((request, response) => void this.#serve(request, response));
  }

  static async start(): Promise<AppCheckService> {
    const service = new AppCheckService();
    service.#server.listen(0, '127.0.0.1');
    await once(service.#server, 'listening');
    return service;
  }

  /** What a function server needs to verify App Check tokens here instead of at Google. */
  get environment(): Readonly<Record<string, string>> {
    const { port } = this.#server.address() as AddressInfo;
    const host = `127.0.0.1:${port}`;
    return {
      APP_CHECK_ENFORCED: 'true',
      APP_CHECK_HOST: host,
      GCE_METADATA_HOST: host,
      METADATA_SERVER_DETECTION: 'assume-present',
      GOOGLE_APPLICATION_CREDENTIALS: '',
    };
  }

  /** A token as the app's attestation provider gives it, signed with this service's key or with somebody else's. */
  token(options: { readonly project?: string; readonly expired?: boolean; readonly forged?: boolean } = {}): string {
    const nowSeconds = Math.floor(Date.now() / 1_000);
    const issuedAt = options.expired === true ? nowSeconds - 2 * HOUR_SECONDS : nowSeconds;
    const head = { alg: 'RS256', typ: 'JWT', kid: KEY_ID };
    const claims = {
      ...{ iss: 'https://firebaseappcheck.googleapis.com/1', aud: [`projects/${options.project ?? projectId}`] },
      ...{ sub: '1:1:web:1', iat: issuedAt, exp: issuedAt + HOUR_SECONDS, jti: randomUUID() },
    };
    const text = [head, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
    const { privateKey } = options.forged === true ? generateKeyPairSync('rsa', { modulusLength: 2_048 }) : this.#keys;
    return `${text}.${sign('RSA-SHA256', Buffer.from(text), privateKey).toString('base64url')}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '';
    response.setHeader('content-type', 'application/json');
    response.setHeader('metadata-flavor', 'Google');
    if (path.startsWith('/v1/jwks')) response.end(JSON.stringify({ keys: [this.#publicKey()] }));
    else if (path.endsWith(':verifyAppCheckToken')) response.end(JSON.stringify(await this.#consume(request)));
    else if (path.includes('/token'))
      response.end(JSON.stringify({ access_token: 'access', expires_in: HOUR_SECONDS }));
    else response.writeHead(404).end('{}');
  }

  #publicKey() {
    return { ...this.#keys.publicKey.export({ format: 'jwk' }), kid: KEY_ID, alg: 'RS256', use: 'sig' };
  }

  async #consume(request: IncomingMessage): Promise<{ readonly alreadyConsumed: boolean }> {
    let text = '';
    for await (const part of request) text += part;
    const { app_check_token: token } = JSON.parse(text);
    const alreadyConsumed = this.#consumed.has(token);
    this.#consumed.add(token);
    return { alreadyConsumed };
  }
}
