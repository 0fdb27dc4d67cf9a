import { authHost } from '../../support/environment.ts';

/** Somebody signed in who keeps the refresh token, to see what a new ID token carries. */
export interface Refreshable {
  readonly uid: string;
  readonly idToken: string;
  readonly refreshToken: string;
}

async function post(path: string, body: string, type: string): Promise<any> {
  const url = `http://${authHost}/${path}?key=emulator`;
  const response = await fetch(url, { method: 'POST', headers: { 'content-type': type }, body });
  return response.json();
}

export async function signUpRefreshable(email?: string): Promise<Refreshable> {
  const credentials = email === undefined ? {} : { email, password: 'correct horse' };
  const body = JSON.stringify({ ...credentials, returnSecureToken: true });
  const answer = await post('identitytoolkit.googleapis.com/v1/accounts:signUp', body, 'application/json');
  return { uid: answer.localId, idToken: answer.idToken, refreshToken: answer.refreshToken };
}

export async function refreshedToken({ refreshToken }: Refreshable): Promise<string> {
  const form = new URLSearchParams({ grant_type: 'refresh_token', refresh_token: refreshToken }).toString();
  const answer = await post('securetoken.googleapis.com/v1/token', form, 'application/x-www-form-urlencoded');
  return answer.id_token;
}
