import http from 'node:http';
import https from 'node:https';

/**
 * Sends what this process asks of Google elsewhere: keys and App Check to the {@link GoogleService} at `googleHost`, users
 * to the emulated Auth at `usersHost`.
 */
export function askInsteadOfGoogle(googleHost: string, usersHost: string): void {
  const places: Readonly<Record<string, { readonly host: string; readonly prefix: string }>> = {
    'firebaseappcheck.googleapis.com': { host: googleHost, prefix: '' },
    'www.googleapis.com': { host: googleHost, prefix: '' },
    'identitytoolkit.googleapis.com': { host: usersHost, prefix: '/identitytoolkit.googleapis.com' },
  };
  const toGoogle = https.request;
  const request = (...given: Parameters<typeof https.request>) => {
    const [options, ...more] = given;
    const { hostname, path, method, headers } = options as http.RequestOptions;
    const place = places[hostname ?? ''];
    if (place === undefined) return toGoogle(...given);
    const [name, port] = place.host.split(':');
    const callback = more.findLast((one) => typeof one === 'function');
    return http.request({ hostname: name, port, path: `${place.prefix}${path}`, method, headers }, callback);
  };
  Object.assign(https, { request });
}
