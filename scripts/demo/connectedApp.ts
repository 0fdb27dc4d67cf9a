import { type FirebaseApp, initializeApp } from 'firebase/app';
import { connectAuthEmulator, initializeAuth, inMemoryPersistence } from 'firebase/auth';
import { connectFirestoreEmulator, getFirestore } from 'firebase/firestore';
import { connectFunctionsEmulator, getFunctions } from 'firebase/functions';

/** A player's device: the Firebase JS SDK as an app would set it up, pointed at the emulators. */
export function connectedApp(name: string): FirebaseApp {
  const app = initializeApp({ projectId: setting('GCLOUD_PROJECT'), apiKey: 'emulator' }, name);
  const auth = initializeAuth(app, { persistence: inMemoryPersistence });
  connectAuthEmulator(auth, `http://${setting('FIREBASE_AUTH_EMULATOR_HOST')}`, { disableWarnings: true });
  const firestore = new URL(`http://${setting('FIRESTORE_EMULATOR_HOST')}`);
  connectFirestoreEmulator(getFirestore(app), firestore.hostname, Number(firestore.port));
  const functions = new URL(setting('EARNPLAY_FUNCTIONS_URL'));
  connectFunctionsEmulator(getFunctions(app), functions.hostname, Number(functions.port));
  return app;
}

function setting(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set`);
  return value;
}
