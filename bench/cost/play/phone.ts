import { createHash } from 'node:crypto';
import { deleteApp, type FirebaseApp, initializeApp } from 'firebase/app';
import {
  connectAuthEmulator,
  createUserWithEmailAndPassword,
  initializeAuth,
  inMemoryPersistence,
  signInWithEmailAndPassword,
} from 'firebase/auth';
import { connectFirestoreEmulator, getFirestore, terminate } from 'firebase/firestore';
import { connectFunctionsEmulator, getFunctions } from 'firebase/functions';

/** An installed app: each start is a new Firebase app that remembers nothing but who its player is. */
export class Phone {
  readonly #email: string;
  #starts = 0;

  constructor(email: string) {
    this.#email = email;
  }

  async start(): Promise<FirebaseApp> {
    this.#starts += 1;
    const app = initializeApp(
      { projectId: setting('GCLOUD_PROJECT'), apiKey: 'emulator' },
      `${this.#email}-${this.#starts}`,
    );
    const auth = initializeAuth(app, { persistence: inMemoryPersistence });
    connectAuthEmulator(auth, `http://${setting('FIREBASE_AUTH_EMULATOR_HOST')}`, { disableWarnings: true });
    const firestore = new URL(`http://${setting('FIRESTORE_EMULATOR_HOST')}`);
    connectFirestoreEmulator(getFirestore(app), firestore.hostname, Number(firestore.port));
    const functions = new URL(setting('EARNPLAY_FUNCTIONS_URL'));
    connectFunctionsEmulator(getFunctions(app), functions.hostname, Number(functions.port));
    const signIn = this.#starts === 1 ? createUserWithEmailAndPassword : signInWithEmailAndPassword;
    await signIn(auth, this.#email, 'a password');
    return app;
  }

  async stop(app: FirebaseApp): Promise<void> {
    await terminate(getFirestore(app));
    await deleteApp(app);
  }
}

function setting(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set`);
  return value;
}

/** From now on each player of this process calls from an address of its own, as players do; limits count by address. */
export function callFromOwnAddresses(): void {
  const { fetch } = globalThis;
  globalThis.fetch = (target, options) => {
    const headers = new Headers(options?.headers);
    const token = headers.get('authorization');
    if (token !== null) headers.set('x-forwarded-for', addressOf(token));
    return fetch(target, { ...options, headers });
  };
}

function addressOf(authorization: string): string {
  const claims: unknown = JSON.parse(Buffer.from(authorization.split('.')[1] ?? '', 'base64url').toString('utf8'));
  const subject = typeof claims === 'object' && claims !== null && 'sub' in claims ? String(claims.sub) : '';
  const [a = 0, b = 0, c = 0] = createHash('sha256').update(subject).digest();
  return `10.${a}.${b}.${c}`;
}
