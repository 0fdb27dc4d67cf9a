/** Where the suite of this process is; `withEmulators.ts` has put all of it into the environment. */
function setting(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set`);
  return value;
}

export const place = {
  get project() {
    return setting('GCLOUD_PROJECT');
  },
  get firestore() {
    return `http://${setting('FIRESTORE_EMULATOR_HOST')}`;
  },
  get auth() {
    return `http://${setting('FIREBASE_AUTH_EMULATOR_HOST')}`;
  },
  get pubsub() {
    return `http://${setting('PUBSUB_EMULATOR_HOST')}`;
  },
  get hub() {
    return `http://${setting('FIREBASE_EMULATOR_HUB')}`;
  },
  get functions() {
    return setting('EARNPLAY_FUNCTIONS_URL');
  },
};

export type Answer = Readonly<Record<string, unknown>>;

/** Asks an emulator as its owner; a refusal is an error. */
export function ask(method: string, url: string, body?: object): Promise<Answer> {
  return askAs({ authorization: 'Bearer owner' }, method, url, body);
}

export async function askAs(who: Record<string, string>, method: string, url: string, body?: object): Promise<Answer> {
  const headers = { 'content-type': 'application/json', ...who };
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  const response = await fetch(url, { method, headers, ...sent });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${url}: ${response.status} ${text.slice(0, 500)}`);
  const answer: Answer = text.startsWith('{') ? JSON.parse(text) : {};
  return answer;
}
