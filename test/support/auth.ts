import { randomUUID } from 'node:crypto';
import { authHost, projectId } from './environment.ts';

/** Signs people up at the Auth emulator, with real ID tokens and, for staff, real custom claims. */
export interface SignedIn {
  readonly uid: string;
  readonly idToken: string;
}

const BASE = `http://${authHost}/identitytoolkit.googleapis.com/v1`;
const API_KEY = 'key=emulator';

async function post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<any> {
  const response = await fetch(`${BASE}/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`auth emulator ${path}: ${response.status} ${await response.text()}`);
  return response.json();
}

export async function signUp(claims?: Record<string, unknown>, email?: string): Promise<SignedIn> {
  const named = email === undefined ? {} : { email, password: randomUUID() };
  const person = { ...named, returnSecureToken: true };
  const { localId, idToken, refreshToken } = await post(`accounts:signUp?${API_KEY}`, person);
  if (claims === undefined) return { uid: localId, idToken };
  const owner = { authorization: 'Bearer owner' };
  const update = { localId, customAttributes: JSON.stringify(claims) };
  await post(`projects/${projectId}/accounts:update`, update, owner);
  return { uid: localId, idToken: await refreshed(refreshToken) };
}

/** Signs up as a person with an address; Auth asks the project's blocking function, and a refusal is thrown. */
export async function signUpWithEmail(email: string): Promise<SignedIn> {
  const person = { email, password: randomUUID(), returnSecureToken: true };
  const { localId, idToken } = await post(`accounts:signUp?${API_KEY}`, person);
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
