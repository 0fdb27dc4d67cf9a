/** Where the suite that this run was started in listens; `npm run with-emulators` sets all of it. */
function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run this through "npm run with-emulators -- …"`);
  return value;
}

export const projectId = required('GCLOUD_PROJECT');
export const authHost = required('FIREBASE_AUTH_EMULATOR_HOST');
export const firestoreHost = required('FIRESTORE_EMULATOR_HOST');
export const functionsUrl = required('EARNPLAY_FUNCTIONS_URL');
