import http from 'node:http';
import https from 'node:https';

/** Sends this process's requests for Google's App Check service to the {@link AppCheckService} at `host`. */
const GOOGLE = 'firebaseappcheck.googleapis.com';

export function askForAppCheckAt(host: string): void {
  const [hostname, port] = host.split(':');
  const toGoogle = https.request;
  const request = (...given: Parameters<typeof https.request>) => {
    const [options, ...more] = given;
    if (typeof options !== 'object' || !('hostname' in options) || options.hostname !== GOOGLE)
      return toGoogle(...given);
    const { path, method, headers } = options as http.RequestOptions;
    const callback = more.findLast((one) => typeof one === 'function');
    return http.request({ hostname, port, path, method, headers }, callback);
  };
  Object.assign(https, { request });
}
