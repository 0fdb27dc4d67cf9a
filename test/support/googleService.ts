import { generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { projectId } from './environment.ts';
import { unsignedText } from './tokens.ts';

/**
 * What Google does for a backend and no emulator does: it publishes the keys that sign ID tokens and App Check tokens,
 * and remembers which of the latter were used. The emulated Auth takes unsigned tokens; a function server that asks here
 * verifies signatures instead, with the SDK that verifies them in production. Only the hosts are others, see
 * `googleHosts.ts`; users are still the emulated Auth's.
 */
const KEY_ID = 'key-of-this-run';
const HOUR_SECONDS = 3_600;

/** How a token is wrong; none of it for a good one. */
export interface Flaws {
  readonly project?: string;
  readonly expired?: boolean;
  /** Signed with a key that nobody published. */
  readonly forged?: boolean;
  /** Not signed at all, and saying so. */
  readonly unsigned?: boolean;
}

export class GoogleService {
  readonly #server: Server;
  readonly #keys = newKeys();
  readonly #consumed = new Set<string>();

  private constructor() {
    this.#server = createServer((request, response) => void this.#serve(request, response));
  }

  static async start(): Promise<GoogleService> {
    const service = new GoogleService();
    service.#server.listen(0, '127.0.0.1');
    await once(service.#server, 'listening');
    return service;
  }

  /** What makes a function server verify tokens, and ask for them here instead of at Google. */
  get environment(): Readonly<Record<string, string>> {
    const { port } = this.#server.address() as AddressInfo;
    const host = `127.0.0.1:${port}`;
    return {
      APP_CHECK_ENFORCED: 'true',
      GOOGLE_HOST: host,
      USERS_HOST: String(process.env.FIREBASE_AUTH_EMULATOR_HOST),
      // Where the SDK finds an emulated Auth, it believes every token.
      FIREBASE_AUTH_EMULATOR_HOST: '',
      GCE_METADATA_HOST: host,
      METADATA_SERVER_DETECTION: 'assume-present',
      GOOGLE_APPLICATION_CREDENTIALS: '',
    };
  }

  /** An App Check token as the app's attestation provider gives it. */
  appToken(flaws: Flaws = {}): string {
    const aud = [`projects/${flaws.project ?? projectId}`];
    return this.#signed({ iss: 'https://firebaseappcheck.googleapis.com/1', aud, sub: '1:1:web:1' }, flaws);
  }

  /** An ID token of somebody who has just signed in, with custom claims. */
  idToken(uid: string, claims: Readonly<Record<string, unknown>> = {}, flaws: Flaws = {}): string {
    const aud = flaws.project ?? projectId;
    const authTime = nowSeconds();
    const who = { iss: `https://securetoken.google.com/${aud}`, aud, sub: uid, user_id: uid, auth_time: authTime };
    const firebase = { sign_in_provider: 'anonymous', identities: {} };
    return this.#signed({ firebase, ...claims, ...who }, flaws);
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #signed(claims: object, { expired = false, forged = false, unsigned = false }: Flaws): string {
    const iat = nowSeconds() - (expired ? 2 * HOUR_SECONDS : 0);
    const head = unsigned ? { alg: 'none', typ: 'JWT' } : { alg: 'RS256', typ: 'JWT', kid: KEY_ID };
    const all = { ...claims, iat, exp: iat + HOUR_SECONDS, jti: randomUUID() };
    const text = unsignedText(head, all);
    if (unsigned) return `${text}.`;
    const key: KeyObject = (forged ? newKeys() : this.#keys).privateKey;
    return `${text}.${sign('RSA-SHA256', Buffer.from(text), key).toString('base64url')}`;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '';
    response.setHeader('content-type', 'application/json');
    response.setHeader('cache-control', `public, max-age=${HOUR_SECONDS}`);
    response.setHeader('metadata-flavor', 'Google');
    const body = await this.#answer(path, request);
    response.writeHead(body === undefined ? 404 : 200).end(JSON.stringify(body ?? {}));
  }

  async #answer(path: string, request: IncomingMessage): Promise<object | undefined> {
    const { publicKey } = this.#keys;
    if (path === '/v1/jwks') {
      return { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: KEY_ID, alg: 'RS256', use: 'sig' }] };
    }
    if (path.endsWith('securetoken@system.gserviceaccount.com')) {
      return { [KEY_ID]: publicKey.export({ type: 'spki', format: 'pem' }) };
    }
    if (path.endsWith(':verifyAppCheckToken')) return await this.#consume(request);
    // The emulated Auth knows the project's owner by this name.
    if (path.includes('/token')) return { access_token: 'owner', expires_in: HOUR_SECONDS, token_type: 'Bearer' };
    return undefined;
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

function newKeys() {
  return generateKeyPairSync('rsa', { modulusLength: 2_048 });
}

function nowSeconds(): number {
  return Math.floor(Date.now() / 1_000);
}
