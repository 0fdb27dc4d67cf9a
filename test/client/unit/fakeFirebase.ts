import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { deleteApp, type FirebaseApp, initializeApp } from 'firebase/app';
import { connectAuthEmulator, initializeAuth, inMemoryPersistence } from 'firebase/auth';
import { connectFirestoreEmulator, getFirestore, setLogLevel, terminate } from 'firebase/firestore';
import { connectFunctionsEmulator, getFunctions } from 'firebase/functions';

/** A call of a function as it arrived. */
export interface Called {
  readonly name: string;
  /** Whose token it carried; undefined where it carried none. */
  readonly uid: string | undefined;
  readonly data: Record<string, any>;
}

/** What a function answers: a result, or a refusal with a catalogued code. */
export type Answered =
  | { readonly result: unknown }
  | { readonly status: string; readonly code?: string; readonly retryAfterSeconds?: number };

const HTTP_STATUS: Readonly<Record<string, number>> = {
  UNAUTHENTICATED: 401,
  PERMISSION_DENIED: 403,
  NOT_FOUND: 404,
  ALREADY_EXISTS: 409,
  ABORTED: 409,
};

/**
 * Firebase without emulators, for what a game's device does with it in milliseconds: Auth signs guests and e-mail
 * addresses in as Google's does, functions answer what the test says, and Firestore is never reached.
 */
export class FakeFirebase {
  readonly calls: Called[] = [];
  /** What functions answer. */
  onCall: (call: Called) => Answered | Promise<Answered> = () => ({ result: {} });
  /** Whether Auth gives tokens. */
  isAuthUp = true;
  /** How often a token was asked for with a refresh token. */
  refreshes = 0;
  readonly #owners = new Map<string, string>();
  readonly #apps: FirebaseApp[] = [];
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => void this.#serve(request, response));
  }

  static async start(): Promise<FakeFirebase> {
    setLogLevel('silent');
    const fake = new FakeFirebase();
    fake.#server.listen(0, '127.0.0.1');
    await once(fake.#server, 'listening');
    return fake;
  }

  /** A device's Firebase, pointed here. */
  app(): FirebaseApp {
    const { port } = this.#server.address() as AddressInfo;
    const app = initializeApp({ projectId: 'demo-fake', apiKey: 'none' }, randomUUID());
    const auth = initializeAuth(app, { persistence: inMemoryPersistence });
    connectAuthEmulator(auth, `http://127.0.0.1:${port}`, { disableWarnings: true });
    connectFunctionsEmulator(getFunctions(app, 'us-central1'), '127.0.0.1', port);
    connectFirestoreEmulator(getFirestore(app), '127.0.0.1', 1);
    this.#apps.push(app);
    return app;
  }

  /** An e-mail address that has an account already; answers the account's uid. */
  owner(email: string): string {
    const uid = this.#owners.get(email) ?? `owner-${randomUUID()}`;
    this.#owners.set(email, uid);
    return uid;
  }

  async close(): Promise<void> {
    for (const app of this.#apps.splice(0)) {
      await terminate(getFirestore(app));
      await deleteApp(app);
    }
    this.#server.closeAllConnections();
    this.#server.close();
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const text = Buffer.concat(await request.toArray()).toString();
    const { pathname } = new URL(request.url ?? '', 'http://here');
    if (pathname.startsWith('/identitytoolkit') || pathname.startsWith('/securetoken')) {
      const answer = this.isAuthUp ? this.#auth(pathname.split(/[:/]/).at(-1) ?? '', text) : { error: 'DOWN' };
      if ('error' in answer) end(response, 400, { error: { code: 400, message: answer.error } });
      else end(response, 200, answer);
      return;
    }
    const uid = uidOf(request.headers.authorization?.replace('Bearer ', ''));
    const call = { name: pathname.split('/').slice(3).join('/'), uid, data: JSON.parse(text).data };
    this.calls.push(call);
    const answered = await this.onCall(call);
    if ('result' in answered) return end(response, 200, answered);
    const { status, ...details } = answered;
    end(response, HTTP_STATUS[status] ?? 400, { error: { status, message: 'refused', details } });
  }

  /** The few methods of Auth that a game's sign-ins need. */
  #auth(method: string, text: string): Record<string, unknown> {
    if (method === 'token') {
      this.refreshes += 1;
      const uid = new URLSearchParams(text).get('refresh_token') ?? '';
      return { access_token: tokenOf(uid), refresh_token: uid, expires_in: '3600', user_id: uid };
    }
    const { idToken, email } = JSON.parse(text);
    const signedIn = uidOf(idToken);
    if (method === 'lookup') return { users: [{ localId: signedIn, providerUserInfo: [] }] };
    if (method === 'signInWithPassword') return tokensOf(this.owner(email));
    if (email === undefined) return tokensOf(`guest-${randomUUID()}`);
    if (this.#owners.has(email)) return { error: 'EMAIL_EXISTS' };
    const uid = signedIn ?? `owner-${randomUUID()}`;
    this.#owners.set(email, uid);
    return tokensOf(uid);
  }
}

function end(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function tokensOf(uid: string): Record<string, unknown> {
  return { idToken: tokenOf(uid), refreshToken: uid, expiresIn: '3600', localId: uid };
}

function tokenOf(uid: string): string {
  const seconds = Math.floor(Date.now() / 1_000);
  const claims = { sub: uid, user_id: uid, iat: seconds, exp: seconds + 3_600, jti: randomUUID() };
  return ['{"alg":"none"}', JSON.stringify(claims), '']
    .map((part) => Buffer.from(part).toString('base64url'))
    .join('.');
}

function uidOf(token: string | undefined): string | undefined {
  const claims = token?.split('.')[1];
  return claims === undefined ? undefined : JSON.parse(Buffer.from(claims, 'base64url').toString()).sub;
}
