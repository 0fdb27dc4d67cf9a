import { randomUUID } from 'node:crypto';
import { authHost, projectId } from './environment.ts';

/** Signs people up at the Auth emulator, with real ID tokens and, for staff, real custom claims. */
export interface SignedIn {
  readonly uid: string;
  readonly idToken: string;
}

const BASE = `http://${authHost}/identitytoolkit.googleapis.com/v1`;
const API_KEY = 'key=emulator';

/** The blocking function was cut off in its few seconds, as a cold one on a busy machine is; nobody was signed up. */
const CUT_OFF = /ECONNRESET|Deadline exceeded|Failed to make request|HTTP error 5\d\d/;
const MAX_ASKED = 5;

/** Asks the Auth emulator as an SDK does; a person whom the blocking function was too slow for tries again. */
export async function askAuth(path: string, body: unknown, headers: Record<string, string> = {}): Promise<any> {
  for (let asked = 1; ; asked += 1) {
    const response = await fetch(`${BASE}/${path}?${API_KEY}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    if (response.ok) return response.json();
    const text = await response.text();
    if (asked === MAX_ASKED || !CUT_OFF.test(text))
      throw new Error(`auth emulator ${path}: ${response.status} ${text}`);
  }
}

export async function signUp(claims?: Record<string, unknown>, email?: string): Promise<SignedIn> {
  const named = email === undefined ? {} : { email, password: randomUUID() };
  const person = { ...named, returnSecureToken: true };
  const { localId, idToken, refreshToken } = await askAuth('accounts:signUp', person);
  if (claims === undefined) return { uid: localId, idToken };
  const owner = { authorization: 'Bearer owner' };
  const update = { localId, customAttributes: JSON.stringify(claims) };
  await askAuth(`projects/${projectId}/accounts:update`, update, owner);
  return { uid: localId, idToken: await refreshed(refreshToken) };
}

/** Signs up as a person with an address; Auth asks the project's blocking function, and a refusal is thrown. */
export async function signUpWithEmail(email: string): Promise<SignedIn> {
  const person = { email, password: randomUUID(), returnSecureToken: true };
  const { localId, idToken } = await askAuth('accounts:signUp', person);
  return { uid: localId, idToken };
}

async function refreshed(refreshToken: string): Promise<string> {
  const response = await fetch(`http://${authHost}/securetoken.googleapis.com/v1/token?${API_KEY}`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: refreshToken }),
  });
  const body: any = await response.json();
  return body.id_token;
}
